/** What must be true of a scene when both actions are through and what they set in motion has come to rest. */
import assert from 'node:assert/strict';
import { until } from '#platform/testing/until.ts';
import { readProduct } from '../steps.ts';
import type { ActionName, Outcome } from './actions.ts';
import { COUPON_OFF, type Scene, STOCK } from './scene.ts';

export type Happened = ReadonlyArray<[ActionName, Outcome]>;

export async function comesToRest(scene: Scene, happened: Happened): Promise<void> {
  const { stage, shopper, product } = scene;
  const { shop, admin } = stage;
  // In a new session: that of the scene may have ended.
  const { token } = await stage.signedIn(shopper);
  const took = happened.reduce(
    (sum, [name, { said }]) => sum + (name === 'stock' && said === '201' ? scene.free : 0),
    0,
  );
  const ordersOf = async (): Promise<any[]> => {
    const { items } = await shop.expect(200, 'GET', '/orders?limit=10', { token });
    return items.filter((order: any) => order.items.some((item: any) => item.productId === product.id));
  };

  await until('every unit is on the shelf or in an order', async () => {
    const [orders, { quantity }] = await Promise.all([ordersOf(), readProduct(shop, product.id)]);
    return quantity === STOCK - took - unitsOf(orders.filter(({ status }) => stands(status)));
  });
  if (scene.order) await moneyAndOrderAgree(scene, token);

  const made = (await ordersOf()).filter(({ id }) => id !== scene.order?.id);
  assert.equal(made.length, said(happened, 'place', '201'), 'each order that was answered stands, and no other');
  const cart = await until('the cart is free', async () => {
    const found = await shop.expect(200, 'GET', '/cart', { token });
    return found.items.every((item: any) => item.lineTotal !== undefined) && found;
  });
  const ordered = unitsOf(made);
  const left = cart.items.reduce((sum: number, item: any) => sum + item.quantity, 0);
  unitsAddUp(happened, ordered, left);
  const { used } = await usesOf(scene, admin.token);
  const discounted = made.filter(({ discountPrice }) => discountPrice === COUPON_OFF).length;
  assert.equal(used, discounted, 'the code is used as often as an order has it');
  for (const { totalPrice, discountPrice, items } of made) {
    assert.ok(['100.00', '120.00'].includes(items[0].unitPrice));
    assert.equal(Number(totalPrice), items[0].quantity * Number(items[0].unitPrice) - Number(discountPrice));
  }
}

const stands = (status: string): boolean => status === 'pending' || status === 'completed';
const unitsOf = (orders: readonly any[]): number =>
  orders.flatMap(({ items }) => items).reduce((sum, item) => sum + item.quantity, 0);
const said = (happened: Happened, action: ActionName, what: string): number =>
  happened.filter(([name, outcome]) => name === action && outcome.said === what).length;

/** What was in the cart, was added and was set is in it, or in the order. */
function unitsAddUp(happened: Happened, ordered: number, left: number): void {
  const added = said(happened, 'add', '201');
  const isSet = said(happened, 'update', '200') > 0;
  const total = ordered + left;
  // Set to three before or after one was added; before the order took it, or there was nothing left to set.
  const possible = isSet ? [3, 3 + added] : [1 + added];
  assert.ok(possible.includes(total), `${ordered} ordered and ${left} in the cart`);
}

async function usesOf({ stage: { shop }, code }: Scene, token: string): Promise<{ used: number }> {
  const { items } = await shop.expect(200, 'GET', `/discounts?code=${code}`, { token });
  return items.find((one: any) => one.code === code) ?? { used: 0 };
}

/** A completed order has its one payment; of a cancelled one nothing is owed, to either side. */
async function moneyAndOrderAgree({ stage: { shop }, order }: Scene, token: string): Promise<void> {
  await until(`order ${order!.id} and its money agree`, async () => {
    const [{ status }, { items }] = await Promise.all([
      shop.expect(200, 'GET', `/orders/${order!.id}`, { token }),
      shop.expect(200, 'GET', `/payments?orderId=${order!.id}`, { token }),
    ]);
    const paid = items.filter((one: any) => one.status === 'success').length;
    const open = items.filter((one: any) => one.status === 'pending').length;
    if (status === 'completed') return paid === 1 && open === 0;
    if (status === 'pending') return paid === 0;
    return paid === 0 && open === 0;
  });
}
