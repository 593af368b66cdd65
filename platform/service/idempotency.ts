/**
 * Idempotency-Key for work that one local transaction does: the key is claimed first, and the answer is stored in the
 * transaction of the effect itself, so a crash leaves both or neither. Only success is replayed; a refusal frees the
 * key. (Order placement spans services and carries its own claim, the order row.)
 */

import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { problem } from '../errors/problem.ts';
import { CLAIM_S, KEEP_EVERY_MS, keeping } from '../events/claims.ts';
import { crashPoint } from '../lifecycle/crash-point.ts';
import { insertRows } from '../sql/changes/insert-rows.ts';
import { type Database, execute, run } from '../sql/database.ts';
import type { Statement } from '../sql/statement.ts';
import type { Context } from './context.ts';

// One that nobody prolongs any more is taken for dead, and another request may take it over. Whoever was only slow loses
// his effect.
const CLAIM = insertRows<{ claim: string }>({
  table: 'idempotency',
  fields: { owner: 'text', operation: 'text', key: 'text', fingerprint: 'text', claim: 'text' },
  values: { claimed_at: 'now()' },
  duplicate: {
    key: ['owner', 'operation', 'key'],
    set: { claim: 'new.claim', claimed_at: 'now()' },
    where: `old.status is null and old.fingerprint = new.fingerprint
      and (old.claim is null or old.claimed_at < now() - interval '${CLAIM_S} seconds')`,
  },
  returning: { claim: 'text' },
});

const READ: Statement = (sql) => `
select fingerprint, status, body, ${sql.epochMs('now()')} - ${sql.epochMs('claimed_at')} as age_ms
from idempotency where owner = $1 and operation = $2 and "key" = $3`;
const KEEP = `
update idempotency set claimed_at = now() where owner = $1 and operation = $2 and "key" = $3 and claim = $4`;
const FINISH = `
update idempotency set status = 200, body = $5, claim = null
where owner = $1 and operation = $2 and "key" = $3 and claim = $4`;
const FREE = 'delete from idempotency where owner = $1 and operation = $2 and "key" = $3 and claim = $4';

const YOUNG_MS = 1_000;

/** The same for equal bodies, whatever the order of their fields. */
export function fingerprintOf(input: unknown): string {
  return createHash('sha256').update(canonical(input)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}

/** Whose key it is: two users may choose the same one. */
export const keyOwner = (context: Context): string =>
  context.caller ? `user:${context.caller.userId}` : context.guestId ? `guest:${context.guestId}` : `ip:${context.ip}`;

/** Runs `work` in a transaction, at most once per key; without a key it simply runs. `keepEveryMs` is for tests. */
export async function idempotently<S, T>(
  database: Database<S>,
  context: Context,
  operation: string,
  input: unknown,
  work: (tx: Transaction<S>) => Promise<T>,
  keepEveryMs = KEEP_EVERY_MS,
): Promise<T> {
  if (context.idempotencyKey === null) return database.tx(work);
  const owned = { owner: keyOwner(context), operation, key: context.idempotencyKey };
  const key = [owned.owner, owned.operation, owned.key];
  const claim = randomUUID();
  const fingerprint = fingerprintOf(input);
  const claimed = await CLAIM(database.kysely, [{ ...owned, fingerprint, claim }]);
  if (claimed.length === 0) return replay<T>(database, key, fingerprint);
  crashPoint('idempotency.claimed');
  const done = database.tx(async (tx) => {
    const answer = await work(tx);
    const { changed } = await execute(tx, FINISH, [...key, claim, JSON.stringify(answer ?? null)]);
    // We were so slow that another request took the key over: its effect stands, ours is undone.
    if (changed === 0) throw problem('idempotency.in_progress');
    return answer;
  });
  try {
    return await keeping(done, () => run(database.kysely, KEEP, [...key, claim]), keepEveryMs);
  } catch (error) {
    // Where this fails too, the claim runs out by itself.
    await run(database.kysely, FREE, [...key, claim]).catch(() => undefined);
    throw error;
  }
}

interface Claimed<T> {
  fingerprint: string;
  status: number | null;
  body: T;
  age_ms: number;
}

async function replay<T>(database: Database<any>, key: string[], fingerprint: string): Promise<T> {
  const [row] = await run<Claimed<T>>(database.kysely, READ, key);
  if (row && row.fingerprint !== fingerprint) throw problem('idempotency.mismatch');
  if (row?.status != null) return row.body;
  throw problem('idempotency.in_progress', { retryAfterS: row ? comeAgainS(row.age_ms) : 1 });
}

/** A moment while it is young: most work is done in less. Then when the claim runs out, should nobody prolong it. */
function comeAgainS(ageMs: number): number {
  const leftS = Math.ceil(CLAIM_S - ageMs / 1_000);
  return ageMs < YOUNG_MS ? 1 : Math.max(1, leftS);
}
