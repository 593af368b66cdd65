/** The way of a parcel, and what its order shows when it holds several. */
import type { FulfilmentStatus } from '#contracts/order/schemas.ts';

export const fulfilmentStatuses = [
  'unfulfilled',
  'processing',
  'shipped',
  'out_for_delivery',
  'delivered',
  'returned',
] as const satisfies readonly FulfilmentStatus[];

const steps: Readonly<Record<FulfilmentStatus, readonly FulfilmentStatus[]>> = {
  unfulfilled: ['processing', 'shipped'],
  processing: ['shipped'],
  shipped: ['out_for_delivery', 'delivered'],
  out_for_delivery: ['delivered'],
  delivered: ['returned'],
  returned: [],
};

export const mayMove = (from: FulfilmentStatus, to: FulfilmentStatus): boolean => steps[from].includes(to);

/** Nothing of it has left the house. */
export const isAtHome = (status: FulfilmentStatus): boolean => status === 'unfulfilled' || status === 'processing';

/** It reached the buyer, whatever came back since. */
export const hasArrived = (status: FulfilmentStatus): boolean => status === 'delivered' || status === 'returned';

/**
 * The slowest parcel says how far the order is; work begun on any of them makes it `processing` at least; only when
 * all came back is the order `returned`.
 */
export function fulfilmentOf(parcels: readonly FulfilmentStatus[]): FulfilmentStatus {
  if (parcels.length === 0) return 'unfulfilled';
  if (parcels.every((status) => status === 'returned')) return 'returned';
  const slowest = Math.min(...parcels.map((status) => fulfilmentStatuses.indexOf(status)));
  const begun = parcels.some((status) => status !== 'unfulfilled');
  return fulfilmentStatuses[Math.max(slowest, begun ? 1 : 0)]!;
}
