/** Money given back by a gateway in memory: at once or later, and on demand accepted and then failed. */
import type { Refund } from '../core/payment.ts';
import { type RefundWish, refundPayment } from '../core/refunds.ts';
import type { Dialect, World } from '../http/dialect.ts';

/** A bank's refusal comes some time after the gateway took the refund. */
const FAILS_AFTER_MS = 200;

/** `settlesMs`: how long this gateway leaves a refund pending of itself. */
export async function giveBack(world: World, dialect: Dialect, wish: RefundWish, settlesMs = 0): Promise<Refund> {
  const { payment, amountMinor } = wish;
  const subject = { gateway: dialect.name, operation: 'refund', names: dialect.namesOf(payment) };
  const isRepeat = dialect.store.refunds().some(({ key }) => key === wish.key);
  const fails = !isRepeat && amountMinor < payment.amountMinor && world.faults.strikes('partialRefundFail', subject);
  const laterMs = Math.max(settlesMs, world.faults.amount('refundDelayMs', subject), fails ? FAILS_AFTER_MS : 0);
  const refund = await refundPayment(dialect.books, { ...wish, pending: laterMs > 0 });
  if (refund.status === 'pending' && !isRepeat) {
    world.clock.at(new Date(world.clock.now().getTime() + laterMs), () =>
      dialect.store.endRefund(refund, fails ? 'failed' : 'succeeded', fails ? 'The bank refused the refund.' : null),
    );
  }
  return refund;
}
