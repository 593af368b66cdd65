/**
 * Placing an order, in five steps of which each may be the last before the process dies. The order row decides: what
 * cart and product hold for it is subordinate, and given back when the order is rejected instead of placed.
 */
import { randomBytes } from 'node:crypto';
import type { ClaimedCart } from '#contracts/cart/schemas.ts';
import { isGstin } from '#contracts/common/gstin.ts';
import type { orderApi } from '#contracts/order/api.ts';
import type { Order } from '#contracts/order/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, isProblem, type Problem, problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { fingerprintOf } from '#platform/service/idempotency.ts';
import type { OrderService } from '../base.ts';
import { claimRequest, disagreement } from '../domain/expectation.ts';
import type { WholeOrder } from '../domain/model.ts';
import { orderNumber } from '../domain/number.ts';
import { isVisible } from '../domain/order-state.ts';
import { asPlaced, viewOf } from '../domain/order-view.ts';
import { paymentMethodOf } from '../domain/payment-method.ts';
import { faultIn } from '../domain/totals.ts';
import { holderOf, type Intent, type NewIntent } from '../store/intents.ts';
import { readOrder } from '../store/read-orders.ts';
import { isAbandoned } from './recover-orders.ts';
import { refuse, type Taken, toRefusal } from './refuse-order.ts';

type PlaceInput = Input<typeof orderApi.placeOrder>;

export async function placeOrder(service: OrderService, input: PlaceInput, context: Context): Promise<Order> {
  const draft = draftOf(service, input, context);
  service.underway.add(draft.number);
  try {
    const intent = await claimKey(service, draft, context);
    if ('repeated' in intent) return intent.repeated;
    const placed = await place(service, intent, input, context);
    await emptyCart(service, intent, context);
    return viewOf(placed);
  } finally {
    service.underway.delete(draft.number);
  }
}

/** Steps 2 to 4; whatever stops them ends the intent, unless the order turns out to stand. */
async function place(service: OrderService, intent: Intent, input: PlaceInput, context: Context): Promise<WholeOrder> {
  const taken: Taken = { cart: false, stock: false };
  try {
    crashPoint('order.intended');
    const cart = await claimCart(service, intent, input, context, taken);
    crashPoint('order.claimed');
    await holdStock(service, intent, cart, context, taken);
    crashPoint('order.held');
    const placed = await service.writers.place({ intent, cart, requestId: context.requestId });
    crashPoint('order.placed');
    return placed;
  } catch (error) {
    const standing = await refuse(service, intent, { error, taken, context });
    if (standing) return standing;
    throw await toRefusal(service, error, context);
  }
}

function draftOf(service: OrderService, { body }: PlaceInput, context: Context): NewIntent {
  const caller = callerOf(context);
  const field = disagreement(body);
  if (field) throw invalid(field, 'differs from what is sent beside it');
  if (body.gstin && !isGstin(body.gstin)) throw invalid('gstin', 'is not a GSTIN: its check character does not fit');
  return {
    number: orderNumber(randomBytes(10)),
    userId: caller.userId,
    userName: caller.name.slice(0, 200),
    userEmail: caller.email,
    idempotencyKey: context.idempotencyKey,
    // Compared only beside a key.
    fingerprint: context.idempotencyKey === null ? '' : fingerprintOf(body),
    instanceId: service.instanceId,
    paymentMethod: paymentMethodOf(body.paymentMethod),
    shippingAddress: body.shippingAddress,
    billingAddress: body.billingAddress ?? null,
    gstin: body.gstin ?? null,
    notes: body.notes || null,
  };
}

const ATTEMPTS = 5;

/** Step 1: the intent, which claims the Idempotency-Key; or the answer that the key got before. */
async function claimKey(
  service: OrderService,
  draft: NewIntent,
  context: Context,
): Promise<Intent | { repeated: Order }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const intent = await service.writers.insertIntent(draft);
    if (intent) return intent;
    const holder = await holderOf(service.database.kysely, draft);
    // Ourselves: the answer to our insert was lost on the way.
    if (holder?.number === draft.number) {
      return { ...draft, id: holder.id, createdAt: holder.created_at };
    }
    // Nobody has the key (any more): it was freed meanwhile, or the number was taken.
    if (!holder) {
      service.underway.delete(draft.number);
      draft.number = orderNumber(randomBytes(10));
      service.underway.add(draft.number);
      continue;
    }
    if (holder.fingerprint !== draft.fingerprint) throw problem('idempotency.mismatch');
    if (isVisible(holder.status)) return { repeated: await answerOf(service, holder.id) };
    if (!isAbandoned(service, holder)) break;
    // Its process died: this request takes over.
    await service.writers.reject({ id: holder.id, reason: 'abandoned', requestId: context.requestId });
  }
  throw problem('idempotency.in_progress', { retryAfterS: 1 });
}

async function answerOf(service: OrderService, id: number): Promise<Order> {
  const whole = await readOrder(service.database, id);
  if (!whole) throw problem('idempotency.in_progress');
  return viewOf(asPlaced(whole, service.config.UNPAID_ORDER_MINUTES));
}

/** Step 2: the cart, frozen, at the prices that the shopper was shown. */
async function claimCart(
  service: OrderService,
  intent: Intent,
  { body }: PlaceInput,
  context: Context,
  taken: Taken,
): Promise<ClaimedCart> {
  taken.cart = true;
  const request = claimRequest(intent, body);
  const cart = await service.peers.cart.claim({ body: request }, onward(context, intent, 'claim')).catch((error) => {
    // A refusal took nothing; only an answer that never came leaves it open.
    if (isRefusal(error)) taken.cart = false;
    throw error;
  });
  const fault = faultIn(cart);
  if (fault) throw new Error(`The claim of cart ${cart.cartId} for order ${intent.id} does not add up: ${fault}.`);
  return cart;
}

/** Step 3: the stock, all lines or none. */
async function holdStock(
  service: OrderService,
  intent: Intent,
  cart: ClaimedCart,
  context: Context,
  taken: Taken,
): Promise<void> {
  taken.stock = true;
  const lines = cart.lines.map(({ variantId, quantity, unitPriceMinor }) => ({ variantId, quantity, unitPriceMinor }));
  await service.peers.product
    .hold({ body: { orderId: intent.id, lines } }, onward(context, intent, 'hold'))
    .catch((error) => {
      if (isRefusal(error)) taken.stock = false;
      throw error;
    });
}

/** Step 5: at once; should it fail, the event `order.placed` empties the cart a moment later. */
async function emptyCart(service: OrderService, intent: Intent, context: Context): Promise<void> {
  try {
    await service.peers.cart.finish({ body: { orderId: intent.id } }, onward(context, intent, 'finish'));
  } catch (error) {
    service.log.warn({ err: error, orderId: intent.id }, 'the cart will be emptied by the event');
  }
  crashPoint('order.finished');
}

const onward = (context: Context, intent: Intent, step: string): Context => ({
  ...context,
  idempotencyKey: `${intent.id}:${step}`,
});

/** The peer decided, and against it; not a peer that is away. */
const isRefusal = (error: unknown): error is Problem => isProblem(error) && error.status < 500;
