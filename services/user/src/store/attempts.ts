/**
 * Counted failures. An attempt is counted before the password is looked at and given back when it was right: however
 * many arrive at once, no more than the limit are ever tried.
 */
import type { Transaction } from 'kysely';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows } from '../base.ts';

export interface Limit {
  scope: string;
  key: string;
  failures: number;
  windowS: number;
}

const limitFields = { scope: 'text', key: 'text', failures: 'int', window_s: 'int' } as const;
const match = { scope: 'scope', key: 'key' };

const BEGIN = insertRows({
  table: 'attempt',
  fields: limitFields,
  aside: ['window_s'],
  // A second back, since stored times are rounded: the window has yet to begin.
  values: { failures: '0', window_ends_at: "now() - interval '1 second'" },
  orderBy: 'r.scope, r.key',
  duplicate: 'skip',
});
const COUNT = updateRows<{ scope: string }>({
  table: 'attempt',
  fields: limitFields,
  match,
  where: 't.window_ends_at <= now() or t.failures < r.failures',
  set: {
    failures: 'case when t.window_ends_at <= now() then 1 else t.failures + 1 end',
    window_ends_at: `case when t.window_ends_at <= now() then now() + r.window_s * interval '1 second' else t.window_ends_at end`,
  },
  lockBy: ['scope', 'key'],
  returning: { scope: 'text' },
});
const GIVE_BACK = updateRows({
  table: 'attempt',
  fields: limitFields,
  match,
  set: { failures: 'case when t.failures > 0 then t.failures - 1 else 0 end' },
  lockBy: ['scope', 'key'],
});

const WAIT: Statement = (sql) => `
select attempt.window_ends_at as until, now() as now
from attempt join ${sql.rows(1, 'l', limitFields)} on attempt.scope = l.scope and attempt."key" = l."key"
where attempt.failures >= l.failures and attempt.window_ends_at > now()
order by attempt.window_ends_at desc limit 1`;

/** True when each limit had room; the caller's transaction must undo the counting otherwise. One row per scope. */
export async function countAttempt(tx: Transaction<any>, limits: readonly Limit[]): Promise<boolean> {
  const rows = limits.map(asRow);
  await BEGIN(tx, rows);
  return (await COUNT(tx, rows)).length === limits.length;
}

export async function secondsToWait(rows: Rows, limits: readonly Limit[]): Promise<number> {
  const [row] = await run<{ until: Date; now: Date }>(rows, WAIT, [limits.map(asRow)]);
  return row ? Math.max(Math.ceil((row.until.getTime() - row.now.getTime()) / 1_000), 1) : 1;
}

/** The password was right: what was counted in advance is given back. */
export async function giveBack(rows: Rows, limits: readonly Limit[]): Promise<void> {
  await GIVE_BACK(rows, limits.map(asRow));
}

/** Starts afresh, e.g. after the right password from that address. */
export async function forget(rows: Rows, { scope, key }: Limit): Promise<void> {
  await run(rows, 'delete from attempt where scope = $1 and "key" = $2', [scope, key]);
}

const asRow = ({ scope, key, failures, windowS }: Limit) => ({ scope, key, failures, window_s: windowS });
