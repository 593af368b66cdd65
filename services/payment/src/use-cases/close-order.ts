/**
 * An order's time to be paid has ended: what is open is cancelled at its gateway first, and only then is the order
 * service told that nothing can be paid any more, or that a payment was faster. Runs as a job, again until it is done.
 */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { PaymentService } from '../base.ts';
import { freeOpenAttempt, lockPayable, movePayable, payableOf } from '../store/payables.ts';
import { paymentById } from '../store/payments.ts';
import { closeAttempt } from './close-attempt.ts';
import { attemptsClosed } from './payment-events.ts';

export interface Closing {
  orderId: number;
  /** Whether the order service waits for `payment.attempts_closed`. */
  tell: boolean;
  requestId: string;
}

export async function closeOrder(service: PaymentService, { orderId, tell, requestId }: Closing): Promise<void> {
  await closeOpenAttempt(service, orderId, requestId);
  crashPoint('payment.attempt_closed');
  await service.database.tx(async (tx) => {
    const payable = (await lockPayable(tx, orderId))!;
    if (payable.open_payment_id !== null) throw new Error('Another payment of this order was opened meanwhile.');
    const moved = payable.state === 'closing' ? await movePayable(tx, orderId, 'closed') : undefined;
    const now = moved ?? payable;
    if (tell) await service.outbox.emit(tx, [attemptsClosed(now, requestId)]);
  });
}

async function closeOpenAttempt(service: PaymentService, orderId: number, requestId: string): Promise<void> {
  const { kysely } = service.database;
  const payable = await payableOf(kysely, orderId);
  const openId = payable?.open_payment_id ?? null;
  if (openId === null) return;
  // What was approved in the last moment is taken as long as the order waits for it.
  const leave = payable!.state !== 'closing';
  const because = leave ? 'The order has ended.' : 'The order was not paid in time.';
  const open = (await paymentById(kysely, openId))!;
  const closed = open.held_reason === null ? await closeAttempt(service, open, { requestId, because, leave }) : open;
  // Held money waits for a person, not for the order: nothing more can be paid on it.
  if (closed.held_reason !== null) await freeOpenAttempt(kysely, orderId, openId);
  else if (closed.status === 'pending') throw new Error('The gateway is still processing a payment of this order.');
}
