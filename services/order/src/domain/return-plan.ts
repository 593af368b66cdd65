/** May these units come back, and what is given for them? */
import { hasArrived } from './fulfilment.ts';
import type { LineRow, ShipmentRow } from './model.ts';
import { refundShare } from './refund-share.ts';

export interface Wanted {
  id: number;
  quantity: number;
}

export interface ReturnedLine {
  line: LineRow;
  quantity: number;
  amountMinor: number;
}

/** The lines of a return, or the index of the item that cannot be returned. */
export function planReturn(
  wanted: readonly Wanted[],
  lines: readonly LineRow[],
  parcels: readonly ShipmentRow[],
): ReturnedLine[] | { refusedIndex: number } {
  const arrived = new Set(parcels.filter(({ status }) => hasArrived(status)).map(({ seller_id }) => seller_id));
  const sums = new Map<number, number>();
  for (const [index, { id, quantity }] of wanted.entries()) {
    const line = lines.find((candidate) => candidate.id === id);
    const sum = (sums.get(id) ?? 0) + quantity;
    if (!line || !arrived.has(line.seller_id) || sum > line.quantity - line.returned_quantity) {
      return { refusedIndex: index };
    }
    sums.set(id, sum);
  }
  return [...sums].map(([id, quantity]) => {
    const line = lines.find((candidate) => candidate.id === id)!;
    return { line, quantity, amountMinor: refundShare(line, line.returned_quantity, quantity) };
  });
}

/** Parcels of which nothing is left with the buyer once these units are back. */
export function emptiedParcels(
  returned: readonly ReturnedLine[],
  lines: readonly LineRow[],
  parcels: readonly ShipmentRow[],
): ShipmentRow[] {
  const more = new Map(returned.map(({ line, quantity }) => [line.id, quantity]));
  const isBack = (line: LineRow) => line.returned_quantity + (more.get(line.id) ?? 0) === line.quantity;
  return parcels.filter(
    (parcel) =>
      parcel.status === 'delivered' && lines.filter(({ seller_id }) => seller_id === parcel.seller_id).every(isBack),
  );
}
