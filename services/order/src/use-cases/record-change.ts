/**
 * The one way in which an order changes: the row, its history, what the others are told, the mails and the live
 * streams, all in the caller's transaction.
 */
import type { Transaction } from 'kysely';
import type { NewEvent } from '#platform/events/events.ts';
import type { NewJob } from '#platform/events/jobs.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import { afterCommit } from '#platform/sql/database.ts';
import type { OrderService } from '../base.ts';
import type { OrderRow, ShipmentRow } from '../domain/model.ts';
import { type News, statusChanged } from '../domain/order-news.ts';
import { mayBecome } from '../domain/order-state.ts';
import { recordOrderEvent, saveOrder } from '../store/orders.ts';
import type { OrderTables } from '../store/tables.ts';

export type OrderTx = Transaction<OrderTables & PlatformTables>;

export const eventOf = (entity: { id: number; version: number }, news: News, requestId: string): NewEvent => ({
  ...news,
  entityId: entity.id,
  version: entity.version,
  requestId,
});

export interface Change {
  patch: Partial<OrderRow>;
  at: Date;
  requestId: string;
  /** Whose lines are in the order, for those who tell sellers. */
  sellerIds: readonly number[];
  /** Told beside `order.status_changed`. */
  news?: (after: OrderRow) => NewEvent[];
  /** The parcel that moved. */
  shipment?: ShipmentRow;
  reason?: string | null;
  mails?: readonly NewJob[];
}

export async function recordChange(
  service: OrderService,
  tx: OrderTx,
  before: OrderRow,
  change: Change,
): Promise<OrderRow> {
  const { patch, at, requestId, shipment } = change;
  if (patch.status && patch.status !== before.status && !mayBecome(before.status, patch.status)) {
    throw new Error(`Order ${before.id} cannot go from ${before.status} to ${patch.status}.`);
  }
  const after = await saveOrder(tx, before, patch, at);
  const news = change.news?.(after) ?? [];
  if (stateDiffers(before, after)) {
    await recordOrderEvent(tx, after, at);
    const sellerIds = [...new Set(change.sellerIds)];
    const changed = statusChanged(before, after, {
      sellerIds,
      shipment: shipment ?? null,
      reason: change.reason ?? null,
      at,
    });
    news.push(eventOf(after, changed, requestId));
    afterCommit(tx, () => service.live.changed(after.id));
  }
  await service.outbox.emit(tx, news);
  await service.jobs.enqueue(tx, change.mails ?? []);
  return after;
}

const stateDiffers = (before: OrderRow, after: OrderRow): boolean =>
  before.status !== after.status ||
  before.payment_status !== after.payment_status ||
  before.fulfilment_status !== after.fulfilment_status;
