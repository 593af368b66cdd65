/** A placement that cannot go on: the intent ends, and what was taken for it is given back before the answer. */
import { isProblem, problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Context } from '#platform/service/context.ts';
import type { OrderService } from '../base.ts';
import type { WholeOrder } from '../domain/model.ts';
import type { Intent } from '../store/intents.ts';
import { readOrder } from '../store/read-orders.ts';

/** What may have been taken: a peer that did not answer may have done it all the same. */
export interface Taken {
  cart: boolean;
  stock: boolean;
}

interface Refusal {
  error: unknown;
  taken: Taken;
  context: Context;
}

/** The order when it stands after all: the answer to its COMMIT was lost on the way. */
export async function refuse(
  service: OrderService,
  intent: Intent,
  { error, taken, context }: Refusal,
): Promise<WholeOrder | undefined> {
  crashPoint('order.refusing');
  const reason = isProblem(error) ? error.code : 'failed';
  try {
    const ended = await service.writers.reject({ id: intent.id, reason, requestId: context.requestId });
    if (!ended) {
      const standing = await readOrder(service.database, intent.id);
      if (standing) return standing;
    }
  } catch (failure) {
    // The database is away: recovery ends this intent as soon as it is back.
    service.log.warn({ err: failure, orderId: intent.id }, 'an intent could not be ended; recovery will');
    return undefined;
  }
  crashPoint('order.rejected');
  await giveBack(service, intent, taken, context);
  return undefined;
}

/** For speed: the event `order.rejected` does the same a moment later, should one of these not get through. */
async function giveBack(service: OrderService, intent: Intent, taken: Taken, context: Context): Promise<void> {
  const body = { orderId: intent.id };
  const { cart, product } = service.peers;
  // A refusal is answered even when the request's own time is over.
  const patient = { ...context, deadlineMs: Math.max(context.deadlineMs, Date.now() + 2_000) };
  const results = await Promise.allSettled([
    taken.cart && cart.releaseClaim({ body }, patient),
    taken.stock && product.release({ body }, patient),
  ]);
  for (const result of results) {
    if (result.status === 'rejected') {
      service.log.warn({ err: result.reason, orderId: intent.id }, 'what was taken will be released by the event');
    }
  }
}

/** What the shopper is told. */
export async function toRefusal(service: OrderService, error: unknown, context: Context): Promise<unknown> {
  // A price moved between claim and hold: for the shopper the same as one that moved before.
  if (isProblem(error, 'product.price_changed')) {
    const cart = await service.peers.cart.getCart({}, context).catch(() => undefined);
    return problem('cart.changed', { extra: { ...error.extra, ...(cart && { cart }) } });
  }
  // Recovery took this process for dead and was faster.
  if (isProblem(error, 'hold.refused') || isProblem(error, 'cart.claim_refused')) return problem('order.rejected');
  return error;
}
