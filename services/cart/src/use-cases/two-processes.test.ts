/** Two cart services on one database, as when it runs in replicas: what holds in one process must hold across them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import type { cartApi } from '#contracts/cart/api.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { createLogger } from '#platform/log/log.ts';
import { withoutNeighbours } from '#platform/neighbours/neighbours.ts';
import { type Context, systemContext } from '#platform/service/context.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import { cartService } from '../service.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
let twins: Array<Handlers<typeof cartApi>>;
before(async () => {
  cart = await cartShop(await openTestShop());
  const base = cart.shop.parts.find((part) => part.bases.has('cart'))!.bases.get('cart')!;
  const replica = { ...base, neighbours: withoutNeighbours(false) };
  const started = await Promise.all([cartService.start(replica), cartService.start(replica)]);
  twins = started.map((service) => service.routes as Handlers<typeof cartApi>);
});
after(() => cart.close());

const log = createLogger({ level: 'silent', pretty: false });
const as = (userId: number | null, guestId: string | null = null): Context => ({
  ...systemContext(log, 'test'),
  caller: userId === null ? null : ({ userId, permissions: new Set() } as unknown as Context['caller']),
  guestId,
});

let users = 7_000_000;
const nextUser = () => ++users;

const add = (turn: number, product: any, quantity: number, context: Context) =>
  twins[turn % 2]!.addToCart(
    { params: undefined, query: undefined, body: { productId: product.id, quantity } },
    context,
  );

const read = async (context: Context): Promise<any> =>
  twins[0]!.getCart({ params: undefined, query: undefined, body: undefined }, context);

const claim = (turn: number, orderId: number, userId: number) =>
  Promise.resolve(
    twins[turn % 2]!.claim(
      { params: undefined, query: undefined, body: { orderId, userId, shippingAddress: exampleAddress } },
      as(null),
    ),
  ).then(
    (claimed: any) => claimed.totalMinor as number,
    (error) => error.code as string,
  );

const times = <T>(count: number, work: (turn: number) => Promise<T> | T) =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));

test('additions to one cart through both all count, also the first, which makes it', async () => {
  const products = await times(3, () => cart.newProduct());
  for (let round = 0; round < 5; round += 1) {
    const user = as(nextUser());
    await times(24, (turn) => add(turn, products[turn % 3], 1, user));
    const { items, version } = await read(user);
    assert.deepEqual(
      items.map((line: any) => line.quantity),
      [8, 8, 8],
    );
    assert.equal(version, 24, 'each addition is one version');
  }
});

test('of many orders for one cart, one wins', async () => {
  const product = await cart.newProduct();
  for (let round = 0; round < 10; round += 1) {
    const userId = nextUser();
    await add(0, product, 1, as(userId));
    const results = await times(10, (turn) => claim(turn, cart.nextOrder(), userId));
    assert.deepEqual(
      results.filter((result) => result !== 'cart.claimed'),
      [10_000],
    );
  }
});

test('a limit of a code is kept exactly by both together', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({ usageLimit: 7 });
  const userIds = await times(40, () => nextUser());
  await times(40, async (turn) => {
    const context = as(userIds[turn]!);
    await add(turn, product, 1, context);
    const body = { discountCode: discount.code };
    await twins[turn % 2]!.applyDiscount({ params: undefined, query: undefined, body }, context);
  });
  const results = await times(40, (turn) => claim(turn, cart.nextOrder(), userIds[turn]!));
  assert.deepEqual(
    [
      results.filter((result) => result === 9_000).length,
      results.filter((result) => result === 'discount.exhausted').length,
    ],
    [7, 33],
  );
});

test('a guest’s cart is joined once', async () => {
  const product = await cart.newProduct();
  for (let round = 0; round < 10; round += 1) {
    const [userId, guestId] = [nextUser(), `guest-${nextUser()}`];
    await add(0, product, 2, as(null, guestId));
    if (round % 2 === 0) await add(1, product, 1, as(userId));
    await times(8, (turn) =>
      twins[turn % 2]!.getCart({ params: undefined, query: undefined, body: undefined }, as(userId, guestId)),
    );
    const { items } = await read(as(userId));
    assert.deepEqual(
      items.map((line: any) => line.quantity),
      [round % 2 === 0 ? 3 : 2],
    );
  }
});

test('a rate set through one is known to the other within a second', async () => {
  const product = await cart.newProduct();
  const user = as(nextUser());
  await add(0, product, 1, user);
  const body = { name: 'GST', percent: '18' };
  const admin = { ...as(1), ip: '' };
  const began = Date.now();
  const rate: any = await twins[1]!.createTaxRate({ params: undefined, query: undefined, body }, admin);
  let seen = await read(user);
  while (seen.taxTotal === '0.00' && Date.now() - began < 5_000) seen = await read(user);
  assert.equal(seen.taxTotal, '18.00');
  assert.ok(Date.now() - began < 3_000);
  await twins[1]!.deleteTaxRate({ params: { id: rate.id }, query: undefined, body: undefined }, admin);
});
