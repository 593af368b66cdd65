/** What is judged before it is changed is held from the first look on: whoever comes next waits, and judges what came of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestShop } from '#apps/server/src/testing.ts';
import { lockDiscount } from '#services/cart/src/store/discounts.ts';
import { mergeGuestCart } from '#services/cart/src/store/merge-carts.ts';
import { lockShippingMethod } from '#services/cart/src/store/shipping-methods.ts';
import { lockTaxRate } from '#services/cart/src/store/tax-rates.ts';
import { lockCommissionRule } from '#services/order/src/store/commission-rules.ts';
import { lockOrder, lockOrders } from '#services/order/src/store/orders.ts';
import { lockPayables } from '#services/payment/src/store/batches/attempts.ts';
import { lockForRecording } from '#services/payment/src/store/batches/settlements.ts';
import { lockPayable } from '#services/payment/src/store/payables.ts';
import { lockPayment } from '#services/payment/src/store/payments.ts';
import { markReconciled } from '#services/payment/src/store/reconciled.ts';
import { lockOrders as lockSoldOrders } from '#services/payment/src/store/sales.ts';
import { lockAccount } from '#services/user/src/store/accounts.ts';
import { lockHolders, lockRole } from '#services/user/src/store/roles.ts';
import { lockKeyring } from '#services/user/src/store/signing-keys.ts';
import { calls } from '../access/calls/index.ts';
import { type Cast, filledCart, made, openCast } from '../access/cast.ts';
import { openOutsider } from './standing-in-the-way.ts';

let cast: Cast;
let shop: TestShop;
before(async () => {
  cast = await openCast();
  ({ shop } = cast);
  await shop.settled();
});
after(() => cast.shop.close());

type Lock = (tx: any) => Promise<unknown>;
interface Held {
  service: string;
  lock: Lock;
  /** One row. */
  row: string;
}

/** A thing as its route makes it. */
const fresh = async (service: string, operation: string, path: string): Promise<number> =>
  (await made(cast, 'admin', path, ((await calls[service]![operation]!.call(cast, 'admin')) as { body: unknown }).body))
    .id;

const holds: Record<string, () => Held | Promise<Held>> = {
  'one order': () => ({
    service: 'order',
    lock: (tx) => lockOrder(tx, cast.order.id),
    row: `orders where id = ${cast.order.id}`,
  }),
  'several orders': () => ({
    service: 'order',
    lock: (tx) => lockOrders(tx, [cast.order.id]),
    row: `orders where id = ${cast.order.id}`,
  }),
  'a rule of commission': async () => {
    const id = await fresh('order', 'createCommissionRule', '/commission-rules');
    return { service: 'order', lock: (tx) => lockCommissionRule(tx, id), row: `commission_rule where id = ${id}` };
  },
  'an order to pay': () => payable((tx) => lockPayable(tx, cast.order.id)),
  'orders of which attempts are opened': () => payable((tx) => lockPayables(tx, [cast.order.id])),
  'orders of which a gateway reported': () => payable((tx) => lockForRecording(tx, [cast.order.id], [])),
  'orders whose sales are booked': () => payable((tx) => lockSoldOrders(tx, [cast.order.id])),
  'a payment': () => payment((tx) => lockPayment(tx, cast.payment.paymentId)),
  'payments of which a gateway reported': () => payment((tx) => lockForRecording(tx, [], [cast.payment.paymentId])),
  'a code': async () => {
    const id = await fresh('cart', 'createDiscount', '/discounts');
    return { service: 'cart', lock: (tx) => lockDiscount(tx, id, 'all'), row: `discount where id = ${id}` };
  },
  'a shipping method': async () => {
    const id = await fresh('cart', 'createShippingMethod', '/shipping-methods');
    return { service: 'cart', lock: (tx) => lockShippingMethod(tx, id), row: `shipping_method where id = ${id}` };
  },
  'a tax rate': async () => {
    const id = await fresh('cart', 'createTaxRate', '/tax-rates');
    return { service: 'cart', lock: (tx) => lockTaxRate(tx, id), row: `tax_rate where id = ${id}` };
  },
  'a cart that a guest’s joins': async () => {
    await filledCart(cast, 'stranger');
    const { id } = cast.people.stranger;
    return { service: 'cart', lock: (tx) => mergeGuestCart(tx, id, 'nobody'), row: `cart where user_id = ${id}` };
  },
  'an account': () => account((tx) => lockAccount(tx, cast.people.delivery.id)),
  'who holds a role': async () => {
    const [{ id }] = await shop.sql(`select id from haat_user.role where name = 'delivery'`);
    return account((tx) => lockHolders(tx, id));
  },
  'the role itself': async () => {
    const id = await fresh('user', 'createRole', '/roles');
    return { service: 'user', lock: (tx) => lockRole(tx, id), row: `role where id = ${id}` };
  },
  'the keys that sign': () => ({ service: 'user', lock: lockKeyring, row: 'keyring where id = 1' }),
};

const payable = (lock: Lock): Held => ({ service: 'payment', lock, row: `payable where order_id = ${cast.order.id}` });
const payment = (lock: Lock): Held => ({
  service: 'payment',
  lock,
  row: `payment where id = ${cast.payment.paymentId}`,
});
const account = (lock: Lock): Held => ({ service: 'user', lock, row: `account where id = ${cast.people.delivery.id}` });

for (const [name, prepare] of Object.entries(holds)) {
  test(`held while it is judged: ${name}`, async () => {
    const { service, lock, row } = await prepare();
    const free = async () => (await shop.sql(`select 1 from haat_${service}.${row} for update skip locked`)).length;
    assert.equal(await free(), 1, 'free before');
    await shop.database<any>(service).tx(async (tx) => {
      await lock(tx);
      assert.equal(await free(), 0, 'held');
    });
    assert.equal(await free(), 1, 'free again');
  });
}

test('a payment of which money begins to go back in this moment is not confirmed', async () => {
  const { paymentId } = cast.payment;
  const outsider = await openOutsider(shop.databaseUrl);
  await outsider.lock('update haat_payment.payment set refunding_minor = 1 where id = $1', [paymentId]);
  const confirmed = shop.database<any>('payment').tx((tx) => markReconciled(tx, [paymentId]));
  await outsider.waiting('haat_payment');
  await outsider.lock('commit');
  assert.deepEqual(await confirmed, []);
  await outsider.close();
  await shop.sql('update haat_payment.payment set refunding_minor = 0 where id = $1', [paymentId]);
});
