/** The webhook inbox for many at once: set-based statements. */
import { chain } from '#platform/sql/changes/chain.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import type { Executor } from '#platform/sql/database.ts';
import type { NewWebhookEvent } from '../webhook-events.ts';

const STORE = chain({
  event: insertRows<{ id: number; gateway: string; dedupe_key: string }>({
    table: 'webhook_event',
    fields: {
      gateway: 'text',
      dedupe_key: 'text',
      kind: 'text',
      type: 'text',
      gateway_ref: 'text',
      payment_ref: 'text',
      reference: 'text',
      state: 'text',
      body: 'text',
      headers: 'json',
    },
    values: { processed_at: "case when r.state = 'processed' then now() end" },
    duplicate: 'skip',
    returning: { id: 'bigint', gateway: 'text', dedupe_key: 'text' },
  }),
  net: insertRows({
    table: 'job',
    fields: { gateway: 'text', dedupe_key: 'text', id: 'bigint' },
    aside: ['gateway', 'dedupe_key', 'id'],
    values: {
      kind: "'payment.webhook'",
      key: "concat(r.id, '')",
      data: (sql) => sql.jsonObject({ id: 'r.id' }),
      run_at: "now() + interval '5 seconds'",
      request_id: "''",
    },
    after: { part: 'event', on: { gateway: 'gateway', dedupe_key: 'dedupe_key' }, take: { id: 'id' } },
  }),
});

/**
 * Stores what is new, and with it the job that takes over should this process die before it has worked the event out:
 * the job is not due at once, since the process goes to work right away.
 */
export async function storeEvents(
  rows: Executor<any>,
  events: readonly NewWebhookEvent[],
): Promise<Array<{ id: number; gateway: string; dedupe_key: string }>> {
  const received = events.filter(({ state }) => state === 'received');
  // Two that came together are one event, with one job behind it.
  const distinct = new Map(received.map((event) => [`${event.gateway} ${event.dedupe_key}`, event]));
  const net = [...distinct.values()].map(({ gateway, dedupe_key }) => ({ gateway, dedupe_key }));
  const { event } = await STORE(rows, { event: events, net });
  return event;
}

const PROCESSED = chain({
  job: updateRows({
    table: 'job',
    fields: { key: 'text' },
    match: { key: 'key' },
    where: "t.kind = 'payment.webhook'",
    set: { status: "'done'" },
    listed: 'key',
  }),
  event: updateRows({
    table: 'webhook_event',
    fields: { id: 'bigint', payment_id: 'bigint' },
    match: { id: 'id' },
    set: { state: "'processed'", payment_id: 'r.payment_id', processed_at: 'now()', error: 'null' },
    listed: 'id',
  }),
});

export async function markEventsProcessed(
  rows: Executor<any>,
  events: ReadonlyArray<{ id: number; paymentId: number }>,
): Promise<void> {
  await PROCESSED(rows, {
    job: events.map(({ id }) => ({ key: `${id}` })),
    event: events.map(({ id, paymentId }) => ({ id, payment_id: paymentId })),
  });
}
