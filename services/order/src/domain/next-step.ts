/** Which parcels a step is for, and what it changes in them and in their order. */
import type { FulfilmentStatus } from '#contracts/order/schemas.ts';
import { fulfilmentOf, fulfilmentStatuses, mayMove } from './fulfilment.ts';
import type { OrderRow, ShipmentRow } from './model.ts';

const rank = (status: FulfilmentStatus): number => fulfilmentStatuses.indexOf(status);

/**
 * Of the parcels that one may move, those that the step is for: not those that are as far already. Null when there is
 * none, or one of them cannot take this step.
 */
export function parcelsFor(to: FulfilmentStatus, parcels: readonly ShipmentRow[]): ShipmentRow[] | null {
  const behind = parcels.filter(({ status }) => rank(status) < rank(to));
  return behind.length > 0 && behind.every(({ status }) => mayMove(status, to)) ? behind : null;
}

/** Each step records its time; what is shipped from the shelf was packed in the same moment. */
export function parcelTimes(parcel: ShipmentRow, to: FulfilmentStatus, at: Date): Partial<ShipmentRow> {
  switch (to) {
    case 'processing':
      return { processing_at: at };
    case 'shipped':
      return { shipped_at: at, processing_at: parcel.processing_at ?? at };
    case 'out_for_delivery':
      return { out_for_delivery_at: at };
    case 'delivered':
      return { delivered_at: at };
    case 'returned':
      return { returned_at: at };
    default:
      return {};
  }
}

/** The order as its parcels make it; a time is recorded when all of them are as far. */
export function orderStep(order: OrderRow, parcels: readonly ShipmentRow[], at: Date): Partial<OrderRow> {
  const status = fulfilmentOf(parcels.map((parcel) => parcel.status));
  const reached = (step: FulfilmentStatus) => rank(status) >= rank(step);
  return {
    fulfilment_status: status,
    processing_at: order.processing_at ?? (reached('processing') ? at : null),
    shipped_at: order.shipped_at ?? (reached('shipped') ? at : null),
    delivered_at: order.delivered_at ?? (reached('delivered') ? at : null),
    estimated_delivery: latestEstimate(parcels) ?? order.estimated_delivery,
  };
}

/** Days and moments in ISO 8601 sort as text. */
const latestEstimate = (parcels: readonly ShipmentRow[]): string | null =>
  parcels
    .flatMap(({ estimated_delivery }) => estimated_delivery ?? [])
    .sort()
    .at(-1) ?? null;
