/** Before a new attempt: one that is open elsewhere, or past its time, is closed at its gateway first. */
import { isProblem, problem } from '#platform/errors/problem.ts';
import type { PaymentService } from '../base.ts';
import type { PaymentGateway } from '../providers/gateway.ts';
import { openAttemptOf } from '../store/batches/attempts.ts';
import { abandonAttempt, closeAttempt } from './close-attempt.ts';

export async function leaveOtherAttempt(
  service: PaymentService,
  orderId: number,
  gateway: PaymentGateway,
  requestId: string,
): Promise<void> {
  const open = await openAttemptOf(service.database.read, orderId);
  if (!open || open.held_reason !== null) return;
  const runOut = open.expires_at <= new Date();
  if (open.gateway === gateway.name && !runOut) return;
  const because = runOut ? 'It was not paid in time.' : 'The shopper chose another gateway.';
  const news = { requestId, because, leave: true };
  const closed = await closeAttempt(service, open, news).catch((error: unknown) => {
    if (!isProblem(error, 'payment.gateway_unavailable') || open.gateway === gateway.name) throw error;
    return abandonAttempt(service, open, news);
  });
  if (closed.status === 'success') throw problem('payment.already_paid');
  if (closed.status === 'pending') {
    throw problem('payment.bad_transition', { detail: 'A payment of this order is being processed.' });
  }
}
