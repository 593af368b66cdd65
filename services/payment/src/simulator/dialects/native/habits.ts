/** How the native gateway behaves, be its books in memory or in the shop's database. */
import type { Books } from '../../core/books.ts';
import type { Habits } from '../../core/decision.ts';
import type { News } from '../../core/payment.ts';
import type { WireEvent } from '../../memory/deliveries.ts';

export const SIGNATURE_HEADER = 'sandbox-signature';

export const nativeHabits: Habits = { declineEnds: true, cancelEnds: true, shopCaptures: false };

const prefixes = { payment: 'sbp_', capture: 'sbc_', refund: 'sbr_', attempt: 'sba_' } as const;

export const nativeIds =
  (random: (length: number, alphabet: 'hex') => string): Books['newId'] =>
  (kind) =>
    prefixes[kind] + random(32, 'hex');

/** It says what happened to which payment; how that stands, the shop has to ask. */
export interface NativeEvent {
  id: string;
  type: string;
  createdAt: string;
  data: { paymentId: string; reference: string };
}

const told = new Set<News['type']>([
  'payment.paid',
  'payment.failed',
  'payment.cancelled',
  'refund.succeeded',
  'refund.failed',
]);

export function nativeNews({ type, payment, at }: Pick<News, 'type' | 'payment' | 'at'>, id: string): WireEvent[] {
  if (!told.has(type)) return [];
  const data = { paymentId: payment.id, reference: payment.reference };
  const event: NativeEvent = { id, type, createdAt: at.toISOString(), data };
  return [{ id, type, body: JSON.stringify(event) }];
}
