/** A payment whose gateway was turned off: nobody can ask there any more, so a person is told what was left. */
import type { PaymentService, Rows } from '../base.ts';
import type { PaymentRow } from '../store/payments.ts';
import { foundOf, recordFinding } from './record-finding.ts';

/** Once for each `what` of a payment. */
export async function noteGatewayOff(
  service: PaymentService,
  rows: Rows,
  payment: PaymentRow,
  { what, text }: { what: string; text: string },
  requestId: string,
): Promise<void> {
  const summary = `Payment ${payment.id}: ${payment.gateway} is turned off, ${text}`;
  await recordFinding(service, rows, foundOf(payment, 'gateway_off', what, summary), requestId);
}

/** It was closed here alone. */
export const leftAtGateway = {
  what: 'open',
  text: 'so it was closed here alone. Look there whether it was paid, or turn it on again: what was paid then counts, or goes back by itself.',
} as const;

/** Tried again as long as the refund waits. */
export const refundWaits = (refundId: number) => ({
  what: `refund-${refundId}`,
  text: `so refund ${refundId} waits. Turn it on again until the refund is done.`,
});
