/** The events of payouts, made from their rows, and what of them stands in the audit log. */
import { formatMoney } from '#contracts/common/money.ts';
import type { PaymentEvent } from '#contracts/payment/events.ts';
import type { Context } from '#platform/service/context.ts';
import type { PayoutRow } from '../store/payouts.ts';
import { audited } from './audited.ts';

const told = { sent: 'payout.sent', paid: 'payout.paid', bounced: 'payout.bounced' } as const;

/** What others want to know; that one was cancelled concerns nobody outside. */
export function payoutMoved(payout: PayoutRow, at: Date, requestId: string): PaymentEvent[] {
  if (!(payout.status in told)) return [];
  return [
    {
      type: told[payout.status as keyof typeof told],
      entityId: payout.id,
      version: payout.version,
      requestId,
      data: {
        payoutId: payout.id,
        batchId: payout.batch_id,
        sellerId: payout.seller_id,
        amountMinor: payout.amount_minor,
        currency: payout.currency,
        account: payout.account_masked,
        reason: payout.reason,
        at: at.toISOString(),
      },
    },
  ];
}

export const auditedBatch = (
  action: string,
  batchId: number,
  details: Record<string, unknown>,
  context: Context,
): PaymentEvent => audited({ action, entity: 'payout_batch', entityId: batchId, version: 1, details }, context);

export const auditedPayout = (payout: PayoutRow, context: Context): PaymentEvent =>
  audited(
    {
      action: `payout.${payout.status}`,
      entity: 'payout',
      entityId: payout.id,
      version: payout.version,
      details: {
        sellerId: payout.seller_id,
        batchId: payout.batch_id,
        amount: formatMoney(payout.amount_minor, payout.currency),
        currency: payout.currency,
        account: payout.account_masked,
        ...(payout.bank_reference === null ? {} : { bankReference: payout.bank_reference }),
        ...(payout.reason === null ? {} : { reason: payout.reason }),
      },
    },
    context,
  );
