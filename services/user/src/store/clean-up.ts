/** Rows that have done their work. Sessions stay half a year, so that people can see where they were signed in. */
import { run } from '#platform/sql/database.ts';
import type { Rows } from '../base.ts';

const old = [
  `delete from session where least(expires_at, idle_until, coalesce(ended_at, expires_at)) < now() - interval '180 days'`,
  `delete from one_time_token where expires_at < now() - interval '30 days'`,
  `delete from attempt where window_ends_at < now() - interval '1 hour'`,
  // The mails of this service: their data may hold an address that somebody typed in.
  `delete from job where status = 'done' and kind like 'mail-%' and created_at < now() - interval '7 days'`,
  `delete from signing_key where withdrawn_at < now() - interval '365 days'`,
];

export async function clearOld(rows: Rows): Promise<void> {
  for (const statement of old) await run(rows, statement, []);
}
