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
import { recordHistory, saveOrder } from '../store/orders.ts';
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
  const { patch, at } = change;
  if (patch.status && patch.status !== before.status && !mayBecome(before.status, patch.status)) {
    throw new Error(`Order ${before.id} cannot go from ${before.status} to ${patch.status}.`);
  }
  const after = await saveOrder(tx, before, patch, at);
  await tellChanges(service, tx, [{ before, after, change }]);
  return after;
}

export interface Changed {
  before: OrderRow;
  after: OrderRow;
  change: Change;
}

/** What follows from changes that are saved; many of them cost no more statements than one. */
export async function tellChanges(service: OrderService, tx: OrderTx, changes: readonly Changed[]): Promise<void> {
  const moved = changes.filter(stateDiffers);
  await recordHistory(
    tx,
    moved.map(({ after }) => after),
  );
  await service.outbox.emit(tx, changes.flatMap(newsOf));
  await service.jobs.enqueue(
    tx,
    changes.flatMap(({ change }) => change.mails ?? []),
  );
  afterCommit(tx, () => {
    for (const { after } of moved) service.live.changed(after.id);
  });
}

function newsOf(changed: Changed): NewEvent[] {
  const { before, after, change } = changed;
  const news = change.news?.(after) ?? [];
  if (!stateDiffers(changed)) return news;
  const how = {
    sellerIds: [...new Set(change.sellerIds)],
    shipment: change.shipment ?? null,
    reason: change.reason ?? null,
    at: change.at,
  };
  return [...news, eventOf(after, statusChanged(before, after, how), change.requestId)];
}

const stateDiffers = ({ before, after }: Changed): boolean =>
  before.status !== after.status ||
  before.payment_status !== after.payment_status ||
  before.fulfilment_status !== after.fulfilment_status;
