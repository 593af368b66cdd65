/** One shopper's checkout, as planned and as the answers allow; everything that was promised goes into the history. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { address } from '../../steps.ts';
import { isUndecided, type Reply } from './client.ts';
import { type CartLine, type History, noted, type PlacedAs } from './history.ts';
import type { Outside } from './outside.ts';
import { payFor } from './pay.ts';
import { SCARCE, type Turn } from './plan.ts';
import type { Scenery } from './scenery.ts';
import { PATIENCE_MS, type Person } from './shopper.ts';

export interface Cast {
  admin: Person;
  shoppers: readonly Person[];
  scenery: Scenery;
  outside: Outside;
  history: History;
}

const MORE_USES = 2;
const DONE = { status: 200, body: null };

export async function playTurn(cast: Cast, turn: Turn): Promise<void> {
  const shopper = cast.shoppers[turn.shopper]!;
  await playAside(cast, turn, shopper);
  const lines = await fillCart(cast, turn, shopper);
  if (lines.length === 0) return;
  const order = await place(cast, turn, shopper, lines);
  if (!order) return;
  const paid = await payFor(cast, turn, shopper, order.id);
  await afterwards(cast, turn, shopper, order, paid);
}

async function playAside({ admin, scenery, history }: Cast, turn: Turn, shopper: Person): Promise<void> {
  const product = scenery.products[turn.asideProduct]!;
  if (turn.aside === 'logout') {
    await shopper.logOut();
    noted(history, 'logout', DONE);
  }
  if (turn.aside === 'stock') {
    const body = { delta: 5, reason: 'Delivery from the workshop' };
    const edited = await admin.sure({
      method: 'POST',
      path: `/products/${product}/stock`,
      body,
      key: randomUUID(),
    });
    noted(history, 'stock edit', edited);
    if (edited.status === 201) history.putIn.set(product, history.putIn.get(product)! + body.delta);
    else history.violations.push(`turn ${turn.number}: a stock edit was answered ${edited.status}`);
  }
  if (turn.aside === 'code')
    noted(history, 'limit of a code raised', await allowMore(admin, scenery.codes[turn.asideCode]!.id));
  if (turn.aside === 'price') {
    const price = `${10 + (turn.number % 90)}.00`;
    // From the moment it is sent, it may be what somebody pays.
    history.prices.get(product)!.add(price);
    noted(history, 'price edit', await admin.sure({ method: 'PATCH', path: `/products/${product}`, body: { price } }));
  }
}

/** A few more than were used: so many want them that the last one is fought over again and again. */
async function allowMore(admin: Person, id: number): Promise<Reply> {
  const path = `/discounts/${id}`;
  const { body } = await admin.sure({ method: 'GET', path });
  return admin.sure({ method: 'PUT', path, body: { usageLimit: body.used + MORE_USES } });
}

/** From an empty cart to what the turn wants in it; answers what is in it for certain. */
async function fillCart({ scenery, history }: Cast, turn: Turn, shopper: Person): Promise<CartLine[]> {
  await emptyCart(shopper);
  const items = turn.lines.map(({ product, quantity }) => ({ productId: scenery.products[product]!, quantity }));
  const added = await addItems(shopper, items, turn.keyed ? randomUUID() : null);
  if (added?.body?.code === 'stock.insufficient') {
    noted(history, 'cart filled', added);
    // Who cannot have what is scarce takes something else.
    const other = SCARCE + (turn.number % (scenery.products.length - SCARCE));
    await addItems(shopper, [{ productId: scenery.products[other]!, quantity: 1 }], turn.keyed ? randomUUID() : null);
  }
  if (turn.update !== null) {
    const { body } = await shopper.sure({ method: 'GET', path: '/cart' });
    const [first] = body.items;
    const quantity = turn.update;
    if (first) await shopper.sure({ method: 'PUT', path: `/cart/items/${first.id}`, body: { quantity } });
  }
  if (turn.code !== null) {
    const body = { discountCode: scenery.codes[turn.code]!.code };
    noted(history, 'code applied', await shopper.sure({ method: 'POST', path: '/api/cart/apply-discount', body }));
  }
  return readCart(shopper);
}

/** Without a key a request that was not answered may have been done: who sees the cart empty asks again. */
async function addItems(shopper: Person, items: CartLine[], key: string | null): Promise<Reply | null> {
  const request = { method: 'POST', path: '/cart/items', body: { items }, key };
  if (key !== null) return shopper.sure(request);
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const reply = await shopper.ask(request);
    if (!isUndecided(reply)) return reply;
    if ((await readCart(shopper)).length > 0) return null;
    if (Date.now() > deadline) throw new Error(`adding to a cart was answered ${reply.status} to the end`);
  }
}

/** An order of which no answer came may still have the cart. */
async function emptyCart(shopper: Person): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    const { status, body } = await shopper.sure({ method: 'DELETE', path: '/cart' });
    if (status === 204) return;
    if (body?.code !== 'cart.claimed' || Date.now() > deadline) {
      throw new Error(`emptying a cart was answered ${status} ${body?.code}`);
    }
    await pause(100);
  }
}

async function readCart(shopper: Person): Promise<CartLine[]> {
  const { body } = await shopper.sure({ method: 'GET', path: '/cart' });
  return body.items.map(({ productId, quantity }: CartLine) => ({ productId, quantity }));
}

async function place({ history }: Cast, turn: Turn, shopper: Person, lines: CartLine[]): Promise<any> {
  const key = turn.keyed ? randomUUID() : null;
  const send = () => shopper.ask({ method: 'POST', path: '/orders', body: { shippingAddress: address }, key });
  const twin = turn.twice ? send() : null;
  let reply = await send();
  if (key !== null && isUndecided(reply) && !turn.givesUp) {
    reply = await shopper.sure({ method: 'POST', path: '/orders', body: { shippingAddress: address }, key });
  }
  const outcome = outcomeOf(reply);
  const other = twin && outcomeOf(await twin);
  const placed = [outcome, other].flatMap((one) => (one?.kind === 'placed' ? [one.order] : []));
  if (placed.length === 2 && placed[0].id !== placed[1].id) {
    history.violations.push(`turn ${turn.number}: one key made the orders ${placed[0].id} and ${placed[1].id}`);
  }
  // Of two at once one may be refused what the other got, and what one was not told the other was.
  const known = placed[0]
    ? ({ kind: 'placed', order: placed[0] } as const)
    : other?.kind === 'unknown'
      ? other
      : outcome;
  history.placements.push({ turn: turn.number, userId: shopper.id, key, lines, outcome: known });
  if (known.kind === 'placed') checkAnswer(history, turn, lines, known.order);
  if (known.kind === 'refused') await checkNothingHappened(history, turn, shopper, lines, known.code);
  return known.kind === 'placed' ? known.order : null;
}

function outcomeOf(reply: Reply): PlacedAs {
  if (reply.status === 201) return { kind: 'placed', order: reply.body };
  return isUndecided(reply) ? { kind: 'unknown' } : { kind: 'refused', code: reply.body?.code ?? `${reply.status}` };
}

const asText = (lines: readonly CartLine[]): string =>
  lines
    .map(({ productId, quantity }) => `${quantity} of ${productId}`)
    .sort()
    .join(', ');

function checkAnswer(history: History, turn: Turn, lines: CartLine[], order: any): void {
  if (asText(order.items) !== asText(lines)) {
    history.violations.push(
      `turn ${turn.number}: the cart held ${asText(lines)}, order ${order.id} ${asText(order.items)}`,
    );
  }
  for (const { productId, unitPrice } of order.items) {
    if (history.prices.get(productId)?.has(unitPrice)) continue;
    history.violations.push(
      `turn ${turn.number}: product ${productId} never cost ${unitPrice}, as in order ${order.id}`,
    );
  }
}

/** A refusal leaves the cart as it was; what it gave back of stock and codes the books tell at the end. */
async function checkNothingHappened(
  history: History,
  turn: Turn,
  shopper: Person,
  lines: CartLine[],
  code: string,
): Promise<void> {
  const after = await readCart(shopper);
  if (asText(after) === asText(lines)) return;
  history.violations.push(
    `turn ${turn.number}: refused with ${code}, but the cart went from ${asText(lines)} to ${asText(after)}`,
  );
}

async function afterwards(
  { admin, history }: Cast,
  turn: Turn,
  shopper: Person,
  order: any,
  paid: { paymentId: number } | null,
): Promise<void> {
  const done = (kind: 'cancelled' | 'refunded' | 'returned', more: object = {}) =>
    history.wishes.push({ turn: turn.number, orderId: order.id, kind, ...more });
  // Most wait until the shop has heard of their money; who does not is told that it is too early.
  if (paid && turn.after !== null && turn.number % 4 !== 0) await untilCompleted(shopper, order.id);
  if (turn.after === 'cancel') {
    const path = `/orders/${order.id}/cancel`;
    const cancelled = await shopper.sure({ method: 'POST', path, body: {}, key: randomUUID() });
    noted(history, paid ? 'cancel of a paid order' : 'cancel', cancelled);
    if (cancelled.status === 200) done('cancelled');
  }
  if (!paid) return;
  if (turn.after === 'refund' || turn.after === 'part-refund') {
    const body = turn.after === 'refund' ? {} : { amount: '1.00' };
    const path = `/payments/${paid.paymentId}/refund`;
    const refund = await admin.sure({ method: 'POST', path, body, key: randomUUID() });
    noted(history, turn.after, refund);
    const amount = turn.after === 'refund' ? order.totalPrice : '1.00';
    if (refund.status === 201) done('refunded', { paymentId: paid.paymentId, amount });
  }
  if (turn.after === 'return') {
    const returned = await sendAndReturn(admin, shopper, order);
    noted(history, 'return', returned);
    if (returned.status === 200) done('returned');
  }
}

const LOOKS = 30;

async function untilCompleted(shopper: Person, orderId: number): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const { body } = await shopper.sure({ method: 'GET', path: `/orders/${orderId}` });
    if (body.status !== 'pending') return;
    await pause(100);
  }
}

/** Only once the order has heard that it is paid; otherwise it is left as it is. */
async function sendAndReturn(admin: Person, shopper: Person, order: any): Promise<Reply> {
  for (const status of ['shipped', 'delivered']) {
    const path = `/orders/${order.id}/status`;
    const moved = await admin.sure({ method: 'PUT', path, body: { status } });
    if (moved.status !== 200 && moved.body?.code !== 'order.bad_transition') return moved;
  }
  const [first] = order.items;
  const body = { items: [{ id: first.id, quantity: 1 }], reason: 'It does not shine.' };
  return shopper.sure({ method: 'POST', path: `/orders/${order.id}/return`, body, key: randomUUID() });
}
