/** Sends one refund to its gateway. May run twice, at once too: the reference makes the gateway do it once. */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { PaymentService } from '../base.ts';
import type { ObservedRefund } from '../providers/gateway.ts';
import { lockPayable } from '../store/payables.ts';
import { lockPayment, type PaymentRow, paymentById } from '../store/payments.ts';
import { noteGatewayRef, type RefundRow, refundById } from '../store/refunds.ts';
import { noteGatewayOff, refundWaits } from './note-gateway-off.ts';
import { recordEnd } from './record-refunds.ts';

export async function executeRefund(service: PaymentService, refundId: number, requestId: string): Promise<void> {
  const refund = await refundById(service.database.kysely, refundId);
  if (refund?.status !== 'pending') return;
  const payment = (await paymentById(service.database.kysely, refund.payment_id))!;
  if (!service.gateways.isOn(payment)) {
    return noteGatewayOff(service, service.database.kysely, payment, refundWaits(refundId), requestId);
  }
  const answer = await askGateway(service, payment, refund);
  crashPoint('payment.refund_sent');
  if (answer.status === 'pending') {
    if (refund.gateway_ref === null && answer.gatewayRef) {
      await noteGatewayRef(service.database.kysely, refund.id, answer.gatewayRef);
    }
    return;
  }
  await service.database.tx(async (tx) => {
    const payable = (await lockPayable(tx, payment.order_id))!;
    await recordEnd(service, tx, payable, await lockPayment(tx, payment.id), refund, answer, requestId);
  });
}

function askGateway(service: PaymentService, payment: PaymentRow, refund: RefundRow): Promise<ObservedRefund> {
  const gateway = service.gateways.of(payment);
  const { gateway_ref } = refund;
  if (gateway_ref !== null && gateway.getRefund) {
    return service.gateways.call(gateway, 'getRefund', () => gateway.getRefund!(gateway_ref));
  }
  return service.gateways.call(gateway, 'refund', () =>
    gateway.refund({
      reference: refund.reference,
      gatewayRef: payment.gateway_ref!,
      paymentRef: payment.gateway_payment_ref!,
      money: { minor: refund.amount_minor, currency: refund.currency },
      reason: refund.reason,
    }),
  );
}
