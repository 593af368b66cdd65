/** Writes down, once, what a person has to look at, in the transaction that saw it; the audit log and the log tell too. */
import type { FindingKind, FindingState } from '#contracts/payment/schemas.ts';
import type { PaymentBase, Rows } from '../base.ts';
import { capturedCurrencyOf } from '../domain/refundable.ts';
import { insertFinding, stateOf } from '../store/findings.ts';
import type { PaymentRow } from '../store/payments.ts';
import { auditedFinding } from './payment-events.ts';

export interface Found {
  gateway: string;
  kind: FindingKind;
  /** Makes the same difference the same finding. */
  key: string;
  /** Null where our books know of none. */
  payment: PaymentRow | null;
  gatewayRef: string | null;
  amountMinor: number | null;
  currency: string | null;
  summary: string;
  details?: Record<string, unknown>;
}

/** How it stands now: a difference that somebody has closed stays closed. */
export async function recordFinding(
  service: PaymentBase,
  tx: Rows,
  found: Found,
  requestId: string,
): Promise<FindingState> {
  const { gateway, kind, payment, summary, details = {} } = found;
  const key = keyOf(found);
  const row = await insertFinding(tx, {
    gateway,
    kind,
    dedupe_key: key,
    payment_id: payment?.id ?? null,
    order_id: payment?.order_id ?? null,
    gateway_ref: found.gatewayRef,
    amount_minor: found.amountMinor,
    currency: found.currency,
    summary,
    details,
    state: kind === 'repaired' ? 'repaired' : 'open',
  });
  if (!row) return stateOf(tx, key);
  if (row.state === 'open') {
    service.log.error(
      { findingId: row.id, kind, gateway, paymentId: row.payment_id },
      `a person has to look: ${summary}`,
    );
  }
  // These have an audit record of their own.
  if (kind === 'held' || kind === 'refund_failed' || kind === 'disputed') return row.state;
  await service.outbox.emit(tx, [auditedFinding(`payment.${kind}`, row, requestId)]);
  return row.state;
}

export const keyOf = ({ gateway, kind, key }: Pick<Found, 'gateway' | 'kind' | 'key'>): string =>
  `${gateway}:${kind}:${key}`.slice(0, 250);

/** About a payment that our books know. */
export const foundOf = (
  payment: PaymentRow,
  kind: FindingKind,
  key: string,
  summary: string,
  more: Partial<Pick<Found, 'amountMinor' | 'currency' | 'details'>> = {},
): Found => ({
  gateway: payment.gateway,
  kind,
  key: `${payment.id}:${key}`,
  payment,
  gatewayRef: payment.gateway_payment_ref ?? payment.gateway_ref,
  amountMinor: payment.captured_minor || payment.amount_minor,
  currency: capturedCurrencyOf(payment),
  summary,
  ...more,
});
