/** Payments that the gateway's own books confirm: marked, told, and what was found about them before is closed. */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { PaymentService } from '../base.ts';
import { closeFindingsOf } from '../store/findings.ts';
import { payablesOf } from '../store/payables.ts';
import { markReconciled } from '../store/reconciled.ts';
import { paymentReconciled } from './payment-events.ts';

const differences = [
  'unknown_here',
  'missing_there',
  'amount_differs',
  'refund_unknown',
  'refund_missing',
  'gateway_off',
] as const;

export async function confirmPayments(service: PaymentService, ids: readonly number[], requestId: string) {
  await service.database.tx(async (tx) => {
    const moved = await markReconciled(tx, ids);
    const payables = await payablesOf(
      tx,
      moved.map(({ order_id }) => order_id),
    );
    await service.outbox.emit(
      tx,
      moved.map((payment) => paymentReconciled(payment, payables.get(payment.order_id)!, requestId)),
    );
    await closeFindingsOf(tx, ids, differences, { note: 'The books agree now.', resolvedBy: null });
  });
  crashPoint('payment.confirmed');
}
