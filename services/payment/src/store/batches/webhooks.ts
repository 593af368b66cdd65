/** The webhook inbox for many at once: set-based statements, PostgreSQL's own. */
import { type Executor, run } from '#platform/sql/database.ts';
import type { NewWebhookEvent } from '../webhook-events.ts';

const STORE = `
with event as (
  insert into webhook_event (gateway, dedupe_key, kind, type, gateway_ref, payment_ref, reference, state, body, headers,
    processed_at)
  select gateway, dedupe_key, kind, type, gateway_ref, payment_ref, reference, state, body, headers,
    case when state = 'processed' then now() end
  from jsonb_to_recordset($1::jsonb) as x(gateway text, dedupe_key text, kind text, type text, gateway_ref text,
    payment_ref text, reference text, state text, body text, headers jsonb)
  on conflict (gateway, dedupe_key) do nothing
  returning id, gateway, dedupe_key, state
), net as (
  insert into job (kind, key, data, run_at, request_id)
  select 'payment.webhook', id::text, jsonb_build_object('id', id), now() + interval '5 seconds', ''
  from event where state = 'received'
)
select id, gateway, dedupe_key from event`;

/**
 * Stores what is new, and with it the job that takes over should this process die before it has worked the event out:
 * the job is not due at once, since the process goes to work right away.
 */
export const storeEvents = (
  rows: Executor<any>,
  events: readonly NewWebhookEvent[],
): Promise<Array<{ id: number; gateway: string; dedupe_key: string }>> => run(rows, STORE, [JSON.stringify(events)]);

const PROCESSED = `
with job_done as (
  update job set status = 'done' where kind = 'payment.webhook' and key = any($3::text[])
)
update webhook_event set state = 'processed', payment_id = x.payment_id, processed_at = now(), error = null
from unnest($1::bigint[], $2::bigint[]) as x(id, payment_id)
where webhook_event.id = x.id`;

export async function markEventsProcessed(
  rows: Executor<any>,
  events: ReadonlyArray<{ id: number; paymentId: number }>,
): Promise<void> {
  if (events.length === 0) return;
  const ids = events.map(({ id }) => id);
  await run(rows, PROCESSED, [ids, events.map(({ paymentId }) => paymentId), ids.map(String)]);
}
