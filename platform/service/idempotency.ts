/**
 * Idempotency-Key for work that one local transaction does: the key is claimed first, and the answer is stored in the
 * transaction of the effect itself, so a crash leaves both or neither. Only success is replayed; a refusal frees the
 * key. (Order placement spans services and carries its own claim, the order row.)
 */

import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { problem } from '../errors/problem.ts';
import { crashPoint } from '../lifecycle/crash-point.ts';
import { type Database, run } from '../sql/database.ts';
import type { Context } from './context.ts';

/** After this a claim is taken for dead and another request may take it over. */
const CLAIM_LIVES = "interval '30 seconds'";

const CLAIM = `
insert into idempotency (owner, operation, key, fingerprint, claim, claimed_at)
values ($1, $2, $3, $4, $5, now())
on conflict (owner, operation, key) do update
set claim = excluded.claim, claimed_at = excluded.claimed_at
where idempotency.status is null and idempotency.fingerprint = excluded.fingerprint
  and (idempotency.claim is null or idempotency.claimed_at < now() - ${CLAIM_LIVES})
returning claim`;

const READ = 'select fingerprint, status, body from idempotency where owner = $1 and operation = $2 and key = $3';
const FINISH = `
update idempotency set status = 200, body = $5, claim = null
where owner = $1 and operation = $2 and key = $3 and claim = $4 returning key`;
const FREE = 'delete from idempotency where owner = $1 and operation = $2 and key = $3 and claim = $4';

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

/** Runs `work` in a transaction, at most once per key; without a key it simply runs. */
export async function idempotently<S, T>(
  database: Database<S>,
  context: Context,
  operation: string,
  input: unknown,
  work: (tx: Transaction<S>) => Promise<T>,
): Promise<T> {
  if (context.idempotencyKey === null) return database.tx(work);
  const key = [keyOwner(context), operation, context.idempotencyKey];
  const claim = randomUUID();
  const fingerprint = fingerprintOf(input);
  const claimed = await run(database.kysely, CLAIM, [...key, fingerprint, claim]);
  if (claimed.length === 0) return replay<T>(database, key, fingerprint);
  crashPoint('idempotency.claimed');
  try {
    return await database.tx(async (tx) => {
      const answer = await work(tx);
      const finished = await run(tx, FINISH, [...key, claim, JSON.stringify(answer ?? null)]);
      // We were so slow that another request took the key over: its effect stands, ours is undone.
      if (finished.length === 0) throw problem('idempotency.in_progress');
      return answer;
    });
  } catch (error) {
    // Where this fails too, the claim runs out by itself.
    await run(database.kysely, FREE, [...key, claim]).catch(() => undefined);
    throw error;
  }
}

async function replay<T>(database: Database<any>, key: string[], fingerprint: string): Promise<T> {
  const [row] = await run<{ fingerprint: string; status: number | null; body: T }>(database.kysely, READ, key);
  if (row && row.fingerprint !== fingerprint) throw problem('idempotency.mismatch');
  if (row?.status != null) return row.body;
  throw problem('idempotency.in_progress');
}
