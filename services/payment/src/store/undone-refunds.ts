/** Refunds that had gone and came back: the one way in which an ended refund moves. */
import type { Tx } from '../base.ts';
import type { PaymentRow } from './payments.ts';
import type { RefundRow } from './refunds.ts';

/** Undefined when it was not, or no longer, a success: it is undone once, whoever brings the news. */
export const undoRefund = (tx: Tx, id: number, reason: string | null): Promise<RefundRow | undefined> =>
  tx
    .updateTable('refund')
    .set({ status: 'failed', failure_reason: reason })
    .where('id', '=', id)
    .where('status', '=', 'success')
    .returningAll()
    .executeTakeFirst();

/** The money is there again and can be asked back again. The caller holds the payment's lock. */
export const takeBackRefund = (tx: Tx, payment: PaymentRow, amountMinor: number): Promise<PaymentRow> =>
  tx
    .updateTable('payment')
    .set((now) => ({
      refunded_minor: now('refunded_minor', '-', amountMinor),
      refunding_minor: now('refunding_minor', '-', amountMinor),
      status: payment.refunded_minor > amountMinor ? ('refunded' as const) : ('success' as const),
      version: now('version', '+', 1),
      updated_at: new Date(),
    }))
    .where('id', '=', payment.id)
    .returningAll()
    .executeTakeFirstOrThrow();
