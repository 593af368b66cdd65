/** Many people do everything at once to a few orders: every answer is a decision, and every invariant holds after. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { brokenOrders, type OrderShop, orderShop, type Person } from '../testing.ts';

let shop: TestShop;
let it: OrderShop;

before(async () => {
  shop = await openTestShop();
  it = await orderShop(shop);
});
after(() => shop?.close());

const seed = Number(process.env.STORM_SEED ?? Date.now() % 1_000_000);

/** Numbers below 1 that follow from the seed (mulberry32). */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(`a storm of steps breaks nothing (STORM_SEED=${seed})`, async () => {
  const next = random(seed);
  const pick = <T>(things: readonly T[]): T => things[Math.floor(next() * things.length)]!;
  const sellers = await Promise.all([shop.signUp({ roles: ['seller'] }), shop.signUp({ roles: ['seller'] })]);
  const products = await Promise.all(sellers.map((seller) => it.product({ quantity: 25, price: '33.33' }, seller)));
  const buyers = await Promise.all(Array.from({ length: 4 }, () => shop.signUp()));
  const statuses: number[] = [];

  const ask = async (who: Person, method: string, path: string, body: object = {}) => {
    const answer = await shop.request(method, path, { token: who.token, body: method === 'GET' ? undefined : body });
    statuses.push(answer.status);
    assert.ok(answer.status < 500, `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  };

  /** One shopper's life: orders, and whatever comes to mind with the orders there are. */
  async function live(buyer: Person): Promise<void> {
    const steps = Array.from({ length: 22 }, () => next());
    for (const step of steps) {
      const mine = (await ask(buyer, 'GET', '/orders?limit=5')).body.items;
      const order = mine.length > 0 ? pick<any>(mine) : undefined;
      if (!order || step < 0.25) {
        const items = products.map(({ id }) => ({ productId: id, quantity: 1 + Math.floor(next() * 2) }));
        await ask(buyer, 'POST', '/cart/items', { items });
        const paymentMethod = pick(['card', 'cod']);
        await ask(buyer, 'POST', '/orders', { shippingAddress: exampleAddress, paymentMethod });
      } else if (step < 0.45) await pay(buyer, order);
      else if (step < 0.85) await fulfil(order, step);
      else if (step < 0.93) await ask(buyer, 'POST', `/orders/${order.id}/return`, returned(order));
      else await ask(pick([buyer, it.admin]), 'POST', `/orders/${order.id}/cancel`);
    }
  }

  async function pay(buyer: Person, order: any): Promise<void> {
    const opened = await ask(buyer, 'POST', '/payment/service', { orderId: order.id, gateway: 'sandbox' });
    if (opened.status !== 201) return;
    const decisions = [pick(['approve', 'approve', 'decline'] as const), 'approve' as const];
    await Promise.all(decisions.map((action) => it.decide(opened.body.url, action)));
  }

  async function fulfil(order: any, step: number): Promise<void> {
    const who = pick([...sellers, it.admin]);
    const status = pick([
      'processing',
      'shipped',
      'out_for_delivery',
      'delivered',
      'delivered',
      'returned',
      'cancelled',
    ]);
    if (step < 0.6) await ask(who, 'PUT', `/orders/${order.id}/ship`);
    else await ask(who, 'PUT', `/orders/${order.id}/status`, { status });
  }

  const returned = (order: any) => ({
    items: [{ id: pick<any>(order.items).id, quantity: 1 }],
    reason: 'changed my mind',
  });

  // Two devices each.
  await Promise.all([...buyers, ...buyers].map(live));
  await shop.settled();
  assert.deepEqual(await brokenOrders(shop), []);
  assert.ok(statuses.includes(201) && statuses.includes(409), 'it was a storm');
});
