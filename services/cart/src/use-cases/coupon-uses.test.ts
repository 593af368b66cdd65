import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { until } from '#platform/testing/until.ts';
import { waitingForLock } from '#platform/testing/waiting.ts';
import { handlers } from '../handlers.ts';
import { keepNoCarts } from '../store/kept-carts.ts';
import { countUses } from '../store/uses.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
before(async () => {
  cart = await cartShop(await openTestShop());
});
after(() => cart.close());

const apply = (user: { token: string }, code: string) =>
  cart.shop.request('POST', '/cart/discounts', { token: user.token, body: { discountCode: code } });

const usesOf = async (discount: { id: number }) =>
  (await cart.shop.expect(200, 'GET', `/discounts/${discount.id}`, { token: cart.admin.token })).used;

const codeOf = (error: any) => error.code;

/** As the order service tells it. */
const told = handlers({ kept: keepNoCarts() });
const tell = (type: Exclude<keyof typeof told, 'user.erased'>, orderId: number) =>
  cart.shop.database<any>('cart').tx((tx) => told[type].many(tx, [{ data: { orderId } }] as never));

/** Carts by SQL: two hundred sign-ups would spend the time of the test on password hashes. */
async function cartsWith(product: any, discount: any, count: number, firstUser: number): Promise<number[]> {
  const userIds = Array.from({ length: count }, (_, index) => firstUser + index);
  const { kysely } = cart.shop.database<any>('cart');
  await insertRows({ table: 'cart', fields: { userId: 'bigint' } })(
    kysely,
    userIds.map((userId) => ({ userId })),
  );
  await cart.shop.sql(
    `insert into haat_cart.cart_line (cart_id, product_id, variant_id, seller_id, title, quantity, added_minor, shown_minor)
     select id, $2, $3, 1, 'Lamp', 1, 10000, 10000 from haat_cart.cart where user_id = any($1)`,
    [userIds, product.id, product.variants[0].id],
  );
  await cart.shop.sql(
    `insert into haat_cart.cart_code (cart_id, discount_id)
     select id, $2 from haat_cart.cart where user_id = any($1)`,
    [userIds, discount.id],
  );
  return userIds;
}

test('a code with 50 uses and 200 orders at once: exactly 50 get it, the others once a refusal and then an order without', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({ usageLimit: 50 });
  const userIds = await cartsWith(product, discount, 200, 5_000_000);
  const first = await Promise.all(
    userIds.map((userId) => cart.claim({ orderId: cart.nextOrder(), userId }).catch(codeOf)),
  );
  const got = first.filter((answer) => answer.totalMinor === 9_000);
  assert.deepEqual([got.length, first.filter((answer) => answer === 'discount.exhausted').length], [50, 150]);
  assert.equal(await usesOf(discount), 50);

  const refused = userIds.filter((_, index) => first[index] === 'discount.exhausted');
  const second = await Promise.all(refused.map((userId) => cart.claim({ orderId: cart.nextOrder(), userId })));
  for (const claim of second) assert.deepEqual([claim.totalMinor, claim.discounts], [10_000, []]);
  assert.equal(await usesOf(discount), 50);
});

test('a limit for each user holds for each user, over orders at the same moment and after each other', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({ perUserLimit: 2 });
  const [one, other] = await Promise.all([cart.shopperWith([product]), cart.shopperWith([product])]);
  for (const user of [one, other]) {
    for (const round of [1, 2, 3]) {
      const applied = await apply(user, discount.code);
      if (round === 3) {
        assert.deepEqual([applied.status, applied.body.code], [422, 'discount.exhausted']);
        break;
      }
      assert.equal(applied.status, 200);
      const orderId = cart.nextOrder();
      await cart.claim({ orderId, userId: user.id });
      await cart.finish(orderId);
      await cart.add(user, product);
    }
  }
  assert.equal(await usesOf(discount), 4);
});

test('uses come back when an order is released or cancelled, once, and stay when it is finished', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({ usageLimit: 1, perUserLimit: 1 });
  const user = await cart.shopperWith([product]);
  assert.equal((await apply(user, discount.code)).status, 200);

  const released = cart.nextOrder();
  await cart.claim({ orderId: released, userId: user.id });
  assert.equal(await usesOf(discount), 1);
  await Promise.all([cart.release(released), cart.release(released), tell('order.rejected', released)]);
  assert.equal(await usesOf(discount), 0);

  const placed = cart.nextOrder();
  assert.equal((await cart.claim({ orderId: placed, userId: user.id })).discountMinor, 1_000);
  await tell('order.placed', placed);
  await tell('order.placed', placed);
  await tell('order.rejected', placed);
  assert.equal(await usesOf(discount), 1, 'a placed order keeps its use');
  await Promise.all([tell('order.cancelled', placed), tell('order.cancelled', placed)]);
  await tell('order.cancelled', released);
  assert.equal(await usesOf(discount), 0);
  assert.deepEqual((await cart.cartOf(user)).items, []);
});

test('a cancellation that comes before the news of the order still empties the cart', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({});
  const user = await cart.shopperWith([product]);
  await apply(user, discount.code);
  const orderId = cart.nextOrder();
  await cart.claim({ orderId, userId: user.id });
  await tell('order.cancelled', orderId);
  await tell('order.placed', orderId);
  assert.deepEqual([(await cart.cartOf(user)).items, await usesOf(discount)], [[], 0]);
});

test('a spent code stays in the cart at 0 with its reason until it is applied again', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({ usageLimit: 1 });
  const [winner, loser] = await Promise.all([cart.shopperWith([product]), cart.shopperWith([product])]);
  for (const user of [winner, loser]) assert.equal((await apply(user, discount.code)).status, 200);
  const won = cart.nextOrder();
  await cart.claim({ orderId: won, userId: winner.id });

  const refusal: any = await cart.claim({ orderId: cart.nextOrder(), userId: loser.id }).catch((error) => error);
  assert.equal(refusal.code, 'discount.exhausted');
  assert.deepEqual(refusal.extra.codes, [discount.code]);
  const seen = await cart.cartOf(loser);
  assert.deepEqual(refusal.extra.cart, seen);
  assert.deepEqual(
    [seen.discounts[0].code, seen.discounts[0].amount, seen.discounts[0].reason, seen.total],
    [discount.code, '0.00', 'This code is used up.', '100.00'],
  );
  assert.equal((await apply(loser, discount.code)).body.code, 'discount.exhausted');

  await cart.release(won);
  assert.equal((await cart.cartOf(loser)).total, '100.00', 'what was refused does not come back by itself');
  assert.equal((await apply(loser, discount.code)).body.amount, '10.00');
  const claimed = await cart.claim({ orderId: cart.nextOrder(), userId: loser.id });
  assert.equal(claimed.totalMinor, 9_000);
});

test('several codes in one order are counted all or none', async () => {
  const product = await cart.newProduct();
  const [spent, free] = [await cart.newDiscount({ usageLimit: 1 }), await cart.newDiscount({ usageLimit: 5 })];
  const [user, other] = await Promise.all([cart.shopperWith([product]), cart.shopperWith([product])]);
  for (const code of [spent.code, free.code]) assert.equal((await apply(user, code)).status, 200);
  await apply(other, spent.code);
  await cart.claim({ orderId: cart.nextOrder(), userId: other.id });
  await assert.rejects(cart.claim({ orderId: cart.nextOrder(), userId: user.id }), { code: 'discount.exhausted' });
  assert.deepEqual([await usesOf(spent), await usesOf(free)], [1, 0]);
  const claimed = await cart.claim({ orderId: cart.nextOrder(), userId: user.id });
  assert.deepEqual(
    claimed.discounts.map((discount) => discount.code),
    [free.code],
  );
  assert.deepEqual([await usesOf(spent), await usesOf(free)], [1, 1]);
});

test('a code that ended, was switched off or deleted since it was shown refuses the order once', async () => {
  const product = await cart.newProduct();
  const token = cart.admin.token;
  const endings = [
    (id: number) =>
      cart.shop.expect(200, 'PUT', `/discounts/${id}`, { token, body: { endsAt: '2020-01-01T00:00:00Z' } }),
    (id: number) => cart.shop.expect(200, 'PUT', `/discounts/${id}`, { token, body: { active: false } }),
    (id: number) => cart.shop.expect(204, 'DELETE', `/discounts/${id}`, { token }),
  ];
  for (const end of endings) {
    const discount = await cart.newDiscount({});
    const [user, reader] = await Promise.all([cart.shopperWith([product]), cart.shopperWith([product])]);
    for (const shopper of [user, reader]) await apply(shopper, discount.code);
    await end(discount.id);
    const claim = (userId: number) => cart.claim({ orderId: cart.nextOrder(), userId });
    const refusal: any = await claim(user.id).catch((error) => error);
    assert.deepEqual([refusal.code, refusal.extra.cart.total], ['cart.changed', '100.00']);
    assert.equal((await claim(user.id)).totalMinor, 10_000);
    assert.equal((await cart.cartOf(reader)).total, '100.00');
    assert.equal((await claim(reader.id)).totalMinor, 10_000, 'who has read the cart was told');
  }
});

test('a code that is edited while orders are placed is charged as it was or as it is, never half', async () => {
  const product = await cart.newProduct();
  const discount = await cart.newDiscount({ usageLimit: 100 });
  const userIds = await cartsWith(product, discount, 30, 6_000_000);
  const claims = userIds.map((userId) => cart.claim({ orderId: cart.nextOrder(), userId }));
  await cart.shop.expect(200, 'PUT', `/discounts/${discount.id}`, { token: cart.admin.token, body: { value: '20' } });
  for (const { totalMinor, discountMinor, discounts } of await Promise.all(claims)) {
    assert.ok(totalMinor === 9_000 || totalMinor === 8_000);
    assert.equal(totalMinor + discountMinor, 10_000);
    assert.equal(discounts[0]!.amountMinor, discountMinor);
  }
  assert.equal(await usesOf(discount), 30);
});

test('who comes second at the last use waits for the first and is then told, not failed', async () => {
  const discount = await cart.newDiscount({ usageLimit: 1 });
  const database = cart.shop.database<any>('cart');
  const want = (orderId: number) => [{ orderId, userId: 1, codes: [{ discountId: discount.id, version: 1 }] }];
  const counted = Promise.withResolvers<void>();
  const second = counted.promise.then(() => database.tx((tx) => countUses(tx, want(cart.nextOrder()))));
  const first = await database.tx(async (tx) => {
    const outcome = await countUses(tx, want(cart.nextOrder()));
    counted.resolve();
    await until('the second to wait', () => waitingForLock(database, cart.shop.sql));
    return outcome;
  });
  assert.deepEqual([first, await second], [[{ kind: 'counted' }], [{ kind: 'used_up', discountIds: [discount.id] }]]);
});

test('a code that was edited since the cart was priced is not counted on the old terms', async () => {
  const discount = await cart.newDiscount({});
  await cart.shop.expect(200, 'PUT', `/discounts/${discount.id}`, { token: cart.admin.token, body: { value: '5' } });
  const wish = { orderId: cart.nextOrder(), userId: 1, codes: [{ discountId: discount.id, version: 1 }] };
  const outcome = await cart.shop.database<any>('cart').tx((tx) => countUses(tx, [wish]));
  assert.deepEqual([outcome, await usesOf(discount)], [[{ kind: 'moved' }], 0]);
});
