/**
 * The one function that moves a payment. Redirect, webhook, poll and reconciliation are roads to it: it asks the gateway
 * how the payment stands and records the answer, whoever brought the news and whatever the news said.
 */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { PaymentService } from '../base.ts';
import type { ObservedPayment } from '../providers/gateway.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { News } from './apply-verdict.ts';

/** Throws `payment.gateway_unavailable` when the gateway cannot be asked, or is turned off. */
export async function settlePayment(service: PaymentService, payment: PaymentRow, news: News): Promise<PaymentRow> {
  if (payment.gateway_ref === null) return payment;
  const report = await observe(service, payment, payment.gateway_ref, news.leave ?? false);
  const settled = await service.batches.record({ payment, report, news });
  crashPoint('payment.settled');
  return settled;
}

async function observe(
  service: PaymentService,
  payment: PaymentRow,
  gatewayRef: string,
  leave: boolean,
): Promise<ObservedPayment> {
  const gateway = service.gateways.of(payment);
  const wants = { refunds: payment.refunding_minor > 0 };
  const report = await service.gateways.call(gateway, 'get', () => gateway.get(gatewayRef, wants));
  // The shopper agreed; the money is ours only once we take it, which we do only as long as it is waited for: what was
  // given up here is left to run out there, and nothing has to go back.
  if (report.status !== 'approved' || !gateway.complete) return report;
  if (leave || payment.status !== 'pending') return report;
  return service.gateways.call(gateway, 'complete', () => gateway.complete!(gatewayRef, payment.reference));
}
