/** The inbox of what gateways told: stored once, before anything is made of it. */
import type { Selectable } from 'kysely';
import type { Rows, Tx } from '../base.ts';
import type { WebhookEventTable } from './tables.ts';

export type WebhookEventRow = Selectable<WebhookEventTable>;

export type NewWebhookEvent = Pick<
  WebhookEventRow,
  'gateway' | 'dedupe_key' | 'kind' | 'type' | 'gateway_ref' | 'reference' | 'state' | 'body' | 'headers'
>;

/** Undefined when it has been told before. */
export const insertWebhookEvent = (tx: Tx, event: NewWebhookEvent): Promise<{ id: number } | undefined> =>
  tx
    .insertInto('webhook_event')
    .values({
      ...event,
      headers: JSON.stringify(event.headers),
      payment_id: null,
      error: null,
      processed_at: event.state === 'processed' ? new Date() : null,
    })
    .onConflict((conflict) => conflict.columns(['gateway', 'dedupe_key']).doNothing())
    .returning('id')
    .executeTakeFirst();

export const webhookEventById = (rows: Rows, id: number): Promise<WebhookEventRow | undefined> =>
  rows.selectFrom('webhook_event').selectAll().where('id', '=', id).executeTakeFirst();

export async function markProcessed(rows: Rows, id: number, paymentId: number | null): Promise<void> {
  await rows
    .updateTable('webhook_event')
    .set({ state: 'processed', payment_id: paymentId, processed_at: new Date(), error: null })
    .where('id', '=', id)
    .execute();
}

export async function markFailed(rows: Rows, id: number, error: string): Promise<void> {
  await rows
    .updateTable('webhook_event')
    .set({ state: 'failed', error: error.slice(0, 500) })
    .where('id', '=', id)
    .execute();
}
