/**
 * Counted failures. An attempt is counted before the password is looked at and given back when it was right: however
 * many arrive at once, no more than the limit are ever tried.
 */
import type { Transaction } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { Rows } from '../base.ts';

export interface Limit {
  scope: string;
  key: string;
  failures: number;
  windowS: number;
}

const COUNT = `
insert into attempt (scope, key, failures, window_ends_at)
select scope, key, 1, now() + window_s * interval '1 second'
from jsonb_to_recordset($1::jsonb) as l(ord int, scope text, key text, failures int, window_s int)
order by ord
on conflict (scope, key) do update
set failures = case when attempt.window_ends_at <= now() then 1 else attempt.failures + 1 end,
    window_ends_at = case when attempt.window_ends_at <= now() then excluded.window_ends_at else attempt.window_ends_at end
where attempt.window_ends_at <= now()
   or attempt.failures < (select l.failures from jsonb_to_recordset($1::jsonb) as l(scope text, failures int)
                          where l.scope = attempt.scope)
returning scope`;

const WAIT = `
select coalesce(max(ceil(extract(epoch from window_ends_at - now()))), 1)::int as seconds
from attempt join jsonb_to_recordset($1::jsonb) as l(scope text, key text, failures int)
  on attempt.scope = l.scope and attempt.key = l.key
where attempt.failures >= l.failures and attempt.window_ends_at > now()`;

/** True when each limit had room; the caller's transaction must undo the counting otherwise. One row per scope. */
export async function countAttempt(tx: Transaction<any>, limits: readonly Limit[]): Promise<boolean> {
  return (await run(tx, COUNT, [asJson(limits)])).length === limits.length;
}

export async function secondsToWait(rows: Rows, limits: readonly Limit[]): Promise<number> {
  const [row] = await run<{ seconds: number }>(rows, WAIT, [asJson(limits)]);
  return Math.max(row!.seconds, 1);
}

/** The password was right: what was counted in advance is given back. */
export async function giveBack(rows: Rows, limits: readonly Limit[]): Promise<void> {
  await run(
    rows,
    `update attempt set failures = greatest(attempt.failures - 1, 0)
     from jsonb_to_recordset($1::jsonb) as l(scope text, key text)
     where attempt.scope = l.scope and attempt.key = l.key`,
    [asJson(limits)],
  );
}

/** Starts afresh, e.g. after the right password from that address. */
export async function forget(rows: Rows, { scope, key }: Limit): Promise<void> {
  await run(rows, 'delete from attempt where scope = $1 and key = $2', [scope, key]);
}

const asJson = (limits: readonly Limit[]): string =>
  JSON.stringify(
    limits.map(({ scope, key, failures, windowS }, ord) => ({ ord, scope, key, failures, window_s: windowS })),
  );
