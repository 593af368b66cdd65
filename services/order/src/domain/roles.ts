/** Who may do which step of a parcel. That a seller's or partner's parcel is theirs is decided by ids, here too. */
import type { FulfilmentStatus } from '#contracts/order/schemas.ts';

export const powers = ['customer', 'seller', 'partner', 'admin'] as const;
export type Power = (typeof powers)[number];

const steps: Readonly<Record<Power, readonly FulfilmentStatus[]>> = {
  // Customers cancel and return by requests of their own.
  customer: [],
  seller: ['processing', 'shipped', 'out_for_delivery', 'delivered'],
  partner: ['shipped', 'out_for_delivery', 'delivered'],
  admin: ['processing', 'shipped', 'out_for_delivery', 'delivered', 'returned'],
};

export const mayStep = (held: readonly Power[], to: FulfilmentStatus): boolean =>
  held.some((power) => steps[power].includes(to));

export interface Actor {
  userId: number;
  permissions: ReadonlySet<string>;
}

/** What the caller is to this parcel; empty: a stranger, who must not even learn that it exists. */
export function powersOver(actor: Actor, parcel: { seller_id: number; assignee_id: number | null }): Power[] {
  const held: Power[] = [];
  if (actor.permissions.has('orders.manage')) held.push('admin');
  if (actor.permissions.has('orders.fulfil') && parcel.seller_id === actor.userId) held.push('seller');
  if (actor.permissions.has('shipments.deliver') && parcel.assignee_id === actor.userId) held.push('partner');
  return held;
}
