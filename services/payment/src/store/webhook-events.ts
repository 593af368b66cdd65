/** The inbox of what gateways told: stored once, before anything is made of it. */
import type { Selectable } from 'kysely';
import type { Rows } from '../base.ts';
import type { WebhookEventTable } from './tables.ts';

export type WebhookEventRow = Selectable<WebhookEventTable>;

export type NewWebhookEvent = Pick<
  WebhookEventRow,
  | 'gateway'
  | 'dedupe_key'
  | 'kind'
  | 'type'
  | 'gateway_ref'
  | 'payment_ref'
  | 'reference'
  | 'state'
  | 'body'
  | 'headers'
>;

export const webhookEventById = (rows: Rows, id: number): Promise<WebhookEventRow | undefined> =>
  rows.selectFrom('webhook_event').selectAll().where('id', '=', id).executeTakeFirst();

/** Unless it was worked out meanwhile, by the process that stored it. */
export async function markFailed(rows: Rows, id: number, error: string): Promise<void> {
  await rows
    .updateTable('webhook_event')
    .set({ state: 'failed', error: error.slice(0, 500) })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .execute();
}
