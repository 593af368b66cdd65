/** From cart to order, and the whole way to a paid one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from '../connection.ts';
import { type Scenario, type Shop, UnexpectedAnswer, type Visitor } from './scenario.ts';

const shippingAddress = {
  name: 'Ananya Rao',
  line1: '14, 3rd Cross, Jayanagar',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560011',
  country: 'IN',
};

/** Two different products, so that an order has two lines. */
function twoProducts(shop: Shop): [number, number] {
  const { productIds } = shop.stage;
  const first = Math.floor(Math.random() * productIds.length);
  const step = 1 + Math.floor(Math.random() * (productIds.length - 1));
  return [productIds[first]!, productIds[(first + step) % productIds.length]!];
}

/** Places what is in the buyer's cart and counts it; `status` may allow a refusal. */
export async function placeOrder(visitor: Visitor, status: number | readonly number[] = 201): Promise<Reply> {
  const { shop, buyer, expect } = visitor;
  const body = { shippingAddress, paymentMethod: 'card' };
  const reply = await expect(status, { method: 'POST', path: '/orders', token: buyer.token, body });
  if (reply.status !== 201) return reply;
  shop.tally.orders += 1;
  for (const { quantity } of reply.json().items) shop.tally.units += quantity;
  return reply;
}

export const placement: Scenario = {
  key: 'placement',
  title: 'placement',
  reference: 'transaction',
  target: 1,
  async prepare(shop) {
    await shop.forEachBuyer(async ({ buyer, expect }) => {
      const items = twoProducts(shop).map((productId) => ({ productId, quantity: 1 }));
      await expect(204, { method: 'DELETE', path: '/cart', token: buyer.token });
      await expect(201, { method: 'POST', path: '/cart/items', token: buyer.token, body: { items } });
    });
  },
  async visit(visitor) {
    await placeOrder(visitor);
  },
};

export const checkout: Scenario = {
  key: 'checkout',
  title: 'whole checkout',
  reference: 'transaction',
  target: 0.25,
  async before(shop) {
    await shop.forEachBuyer(async ({ buyer, expect }) => {
      await expect(204, { method: 'DELETE', path: '/cart', token: buyer.token });
    });
  },
  async visit(visitor) {
    const { shop, buyer, expect } = visitor;
    const { token } = buyer;
    for (const productId of twoProducts(shop)) {
      await expect(201, { method: 'POST', path: '/cart/items', token, body: { productId, quantity: 1 } });
    }
    const { id: orderId } = (await placeOrder(visitor)).json();
    const opened = await expect(201, {
      method: 'POST',
      path: '/payment/service',
      token,
      body: { orderId, gateway: 'sandbox' },
    });
    const { pathname, search } = new URL(opened.json().url);
    await expect(303, { method: 'POST', path: `${pathname}${search}`, body: { action: 'approve' } });
    await completed(visitor, orderId);
  },
};

const COMPLETION_LIMIT_MS = 10_000;
const FIRST_LOOK_MS = 10;
const MAX_PAUSE_MS = 200;

/** Looks at the order as the page does to which a gateway returns the shopper: soon, and then ever less often. */
async function completed({ buyer, expect }: Visitor, orderId: number): Promise<void> {
  const deadline = performance.now() + COMPLETION_LIMIT_MS;
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 1.5, MAX_PAUSE_MS)) {
    await pause(pauseMs);
    const order = (await expect(200, { method: 'GET', path: `/orders/${orderId}`, token: buyer.token })).json();
    if (order.status === 'completed') return;
    if (order.status !== 'pending') throw new UnexpectedAnswer(`A paid order became ${order.status}.`);
    if (performance.now() > deadline) throw new UnexpectedAnswer('A paid order was not completed within 10 s.');
  }
}
