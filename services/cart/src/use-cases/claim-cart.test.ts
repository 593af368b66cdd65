import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { until } from '#platform/testing/until.ts';
import { waitingForLock } from '#platform/testing/waiting.ts';
import { finishClaims, releaseClaims } from '../store/claims.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
before(async () => {
  cart = await cartShop(await openTestShop());
});
after(() => cart.close());

const outcomes = async (calls: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(calls);
  return settled.map((result) => (result.status === 'fulfilled' ? 'ok' : result.reason.code));
};

const countOf = (values: string[], value: string) => values.filter((one) => one === value).length;

test('a claim answers lines and totals in minor units, and the cart keeps its version', async () => {
  const product = await cart.newProduct({ price: '19.99', sku: `S-${cart.nextOrder()}` });
  const user = await cart.shopperWith([product], 3);
  const { id, version, items } = await cart.cartOf(user);
  const claimed = await cart.claim({ orderId: cart.nextOrder(), userId: user.id, cartVersion: version });
  const [line] = claimed.lines;
  assert.deepEqual(
    [claimed.cartId, claimed.version, claimed.currency, claimed.subtotalMinor, claimed.totalMinor],
    [id, version, 'INR', 5_997, 5_997],
  );
  assert.deepEqual(
    [
      line!.cartItemId,
      line!.productId,
      line!.sku,
      line!.categoryId,
      line!.quantity,
      line!.unitPriceMinor,
      line!.lineTotalMinor,
    ],
    [items[0].id, product.id, product.sku, cart.category, 3, 1_999, 5_997],
  );
  assert.equal((await cart.cartOf(user)).version, version);
});

test('an empty cart, and one that never was, cannot be claimed', async () => {
  const user = await cart.shop.signUp();
  const claim = () => cart.claim({ orderId: cart.nextOrder(), userId: user.id });
  await assert.rejects(claim(), { code: 'cart.empty' });
  await cart.add(user, await cart.newProduct());
  await cart.shop.expect(204, 'DELETE', '/cart', { token: user.token });
  await assert.rejects(claim(), { code: 'cart.empty' });
});

test('a claimed cart can be read and takes no edit', async () => {
  const product = await cart.newProduct();
  const user = await cart.shopperWith([product], 2);
  const code = await cart.newDiscount({});
  const held = await cart.newDiscount({});
  await cart.shop.expect(200, 'POST', '/cart/discounts', { token: user.token, body: { discountCode: held.code } });
  const seen = await cart.cartOf(user);
  const line = `/cart/items/${seen.items[0].id}`;
  await cart.claim({ orderId: cart.nextOrder(), userId: user.id });
  const edits: Array<[string, string, unknown?]> = [
    ['POST', '/cart/items', { productId: product.id, quantity: 1 }],
    ['PUT', line, { quantity: 1 }],
    ['DELETE', line],
    ['DELETE', '/cart'],
    ['POST', '/cart/discounts', { discountCode: code.code }],
    ['DELETE', `/cart/discounts/${held.code}`],
  ];
  for (const [method, path, body] of edits) {
    const refused = await cart.shop.request(method, path, { token: user.token, body });
    assert.deepEqual([refused.status, refused.body.code], [409, 'cart.claimed'], `${method} ${path}`);
    assert.equal(refused.headers.get('retry-after'), '1');
  }
  assert.deepEqual(await cart.cartOf(user), seen);
});

test('claiming again answers the same; a second order is refused', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const orderId = cart.nextOrder();
  const first = await cart.claim({ orderId, userId: user.id });
  assert.deepEqual(await cart.claim({ orderId, userId: user.id }), first);
  await assert.rejects(cart.claim({ orderId: cart.nextOrder(), userId: user.id }), { code: 'cart.claimed' });
});

test('equal claims at the same moment are one claim, different ones are one winner', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const orderId = cart.nextOrder();
  const equal = await Promise.all(Array.from({ length: 12 }, () => cart.claim({ orderId, userId: user.id })));
  for (const claim of equal) assert.deepEqual(claim, equal[0]);
  await cart.release(orderId);

  const ids = Array.from({ length: 12 }, () => cart.nextOrder());
  const results = await outcomes(ids.map((id) => cart.claim({ orderId: id, userId: user.id })));
  assert.deepEqual([countOf(results, 'ok'), countOf(results, 'cart.claimed')], [1, 11]);
});

test('finishing empties the cart and its codes, once; the order cannot claim again', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const code = await cart.newDiscount({});
  await cart.shop.expect(200, 'POST', '/cart/discounts', { token: user.token, body: { discountCode: code.code } });
  const { version } = await cart.cartOf(user);
  const orderId = cart.nextOrder();
  await cart.claim({ orderId, userId: user.id });
  const finished = await Promise.all([cart.finish(orderId), cart.finish(orderId), cart.finish(orderId)]);
  assert.equal(finished.filter((answer) => answer.finished).length, 1);
  const empty = await cart.cartOf(user);
  assert.deepEqual([empty.items, empty.discounts, empty.version], [[], [], version + 1]);
  await cart.add(user, await cart.newProduct());
  await assert.rejects(cart.claim({ orderId, userId: user.id }), { code: 'cart.claim_refused' });
  assert.deepEqual(await cart.finish(orderId), { finished: false });
  assert.deepEqual(await cart.release(orderId), { released: false });
  assert.deepEqual(await cart.shop.sql(`select status from haat_cart.claim where order_id = ${orderId}`), [
    { status: 'finished' },
  ]);
  assert.equal((await cart.cartOf(user)).items.length, 1, 'what was added after the order is not the order’s to take');
});

test('a cart that was finished by a call whose answer was lost is not shown as it was before', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const orderId = cart.nextOrder();
  await cart.claim({ orderId, userId: user.id });
  assert.equal((await cart.cartOf(user)).items.length, 1);
  await finishClaims(cart.shop.database('cart').kysely, [orderId]);
  assert.deepEqual(await cart.finish(orderId), { finished: false });
  assert.deepEqual((await cart.cartOf(user)).items, []);
});

test('releasing gives the cart back as it was, once; a late claim of that order is refused', async () => {
  const user = await cart.shopperWith([await cart.newProduct()], 2);
  const seen = await cart.cartOf(user);
  const orderId = cart.nextOrder();
  await cart.claim({ orderId, userId: user.id });
  const released = await Promise.all([cart.release(orderId), cart.release(orderId)]);
  assert.equal(released.filter((answer) => answer.released).length, 1);
  assert.deepEqual(await cart.cartOf(user), seen);
  await assert.rejects(cart.claim({ orderId, userId: user.id }), { code: 'cart.claim_refused' });
  assert.deepEqual(await cart.finish(orderId), { finished: false });
  await cart.claim({ orderId: cart.nextOrder(), userId: user.id });
});

test('an order that was released before it claimed never claims', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const orderId = cart.nextOrder();
  assert.deepEqual(await cart.release(orderId), { released: false });
  await assert.rejects(cart.claim({ orderId, userId: user.id }), { code: 'cart.claim_refused' });
});

test('an order that is given up while it claims is refused, and not as a fault of the shop', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const orderId = cart.nextOrder();
  const database = cart.shop.database<any>('cart');
  const buried = Promise.withResolvers<void>();
  const claiming = buried.promise.then(() => outcomes([cart.claim({ orderId, userId: user.id })]));
  await database.tx(async (tx) => {
    await releaseClaims(tx, [orderId]);
    buried.resolve();
    // It has looked for a tombstone and seen none; now it stands at the one that is on its way.
    await until('the claim to wait', () => waitingForLock(database, cart.shop.sql));
  });
  assert.deepEqual(await claiming, ['cart.claim_refused']);
  const [{ claimed_by }] = await cart.shop.sql(`select claimed_by from haat_cart.cart where user_id = ${user.id}`);
  assert.equal(claimed_by, null);
});

test('claim and release of one order at the same moment leave the cart free, however they meet', async () => {
  const product = await cart.newProduct();
  const users = await Promise.all(Array.from({ length: 8 }, () => cart.shopperWith([product])));
  for (let round = 0; round < 5; round += 1) {
    const ids = users.map(() => cart.nextOrder());
    await outcomes(
      users.flatMap((user, index) => {
        const claim = () => cart.claim({ orderId: ids[index]!, userId: user.id });
        const release = () => cart.release(ids[index]!);
        return (index + round) % 2 === 0 ? [claim(), release()] : [release(), claim()];
      }),
    );
    const claimed = await cart.shop.sql('select claimed_by from haat_cart.cart where claimed_by = any($1)', [ids]);
    assert.deepEqual(claimed, []);
  }
});

test('a price that moved since it was shown refuses once with the new cart, and ordering again accepts it', async () => {
  const product = await cart.newProduct({ price: '100.00' });
  const user = await cart.shopperWith([product]);
  await cart.shop.expect(200, 'PATCH', `/products/${product.id}`, {
    token: cart.admin.token,
    body: { price: '90.00' },
  });
  const refusal: any = await cart.claim({ orderId: cart.nextOrder(), userId: user.id }).catch((error) => error);
  assert.equal(refusal.code, 'cart.changed');
  assert.deepEqual([refusal.extra.cart.total, refusal.extra.cart.items[0].unitPrice], ['90.00', '90.00']);
  const claimed = await cart.claim({
    orderId: cart.nextOrder(),
    userId: user.id,
    cartVersion: refusal.extra.cart.version,
  });
  assert.equal(claimed.totalMinor, 9_000);
});

test('what was sent along must be what the cart comes to', async () => {
  const product = await cart.newProduct({ price: '100.00' });
  const user = await cart.shopperWith([product], 2);
  const { version } = await cart.cartOf(user);
  const wrong = [
    { cartVersion: version - 1 },
    { expectedTotal: '199.99' },
    { expectedItemsPrice: '100' },
    { expectedTaxPrice: '1' },
    { expectedShippingPrice: '1' },
    { expectedItems: [{ productId: product.id, quantity: 1 }] },
    { expectedItems: [{ productId: product.id, quantity: 2, unitPrice: '99.00' }] },
  ];
  for (const sent of wrong) {
    const refusal: any = await cart
      .claim({ orderId: cart.nextOrder(), userId: user.id, ...sent })
      .catch((error) => error);
    assert.equal(refusal.code, 'cart.changed', JSON.stringify(sent));
    assert.equal(refusal.extra.cart.total, '200.00');
  }
  await assert.rejects(cart.claim({ orderId: cart.nextOrder(), userId: user.id, expectedTotal: '1.001' }), {
    code: 'validation.failed',
  });
  await cart.claim({
    orderId: cart.nextOrder(),
    userId: user.id,
    cartVersion: version,
    expectedTotal: '200',
    expectedItemsPrice: '200.00',
    expectedTaxPrice: '0',
    expectedShippingPrice: '0.00',
    expectedItems: [{ productId: product.id, quantity: 2, unitPrice: '100.00' }],
  });
});

test('lines that are out of stock or off sale refuse the claim, each named', async () => {
  const [gone, short, fine] = await Promise.all([
    cart.newProduct(),
    cart.newProduct({ quantity: 5 }),
    cart.newProduct(),
  ]);
  const user = await cart.shopperWith([gone, short, fine], 4);
  await cart.shop.expect(204, 'DELETE', `/products/${gone.id}`, { token: cart.admin.token });
  await cart.shop.expect(201, 'POST', `/products/${short.id}/stock`, {
    token: cart.admin.token,
    body: { delta: -2, reason: 'broken' },
  });
  const refusal: any = await cart.claim({ orderId: cart.nextOrder(), userId: user.id }).catch((error) => error);
  assert.equal(refusal.code, 'stock.insufficient');
  assert.deepEqual(
    refusal.extra.lines.map((line: any) => [line.productId, line.requested, line.available]),
    [
      [gone.id, 4, 0],
      [short.id, 4, 3],
    ],
  );
});

test('an unknown shipping method is refused', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const claim = cart.claim({ orderId: cart.nextOrder(), userId: user.id, shippingMethod: 'teleport' });
  await assert.rejects(claim, { code: 'shipping.unavailable' });
});

test('additions while orders are placed are ordered once or stay in the cart: none lost, none twice', async () => {
  const product = await cart.newProduct({ quantity: 10_000 });
  const user = await cart.shop.signUp();
  let added = 0;
  let ordered = 0;
  let running = true;
  const placing = (async () => {
    while (running) {
      const orderId = cart.nextOrder();
      try {
        const { lines } = await cart.claim({ orderId, userId: user.id });
        if (orderId % 3 === 0) await cart.release(orderId);
        else {
          ordered += lines.reduce((sum, line) => sum + line.quantity, 0);
          await cart.finish(orderId);
        }
      } catch (error) {
        assert.ok(['cart.empty', 'cart.claimed'].includes((error as any).code), String(error));
      }
    }
  })();
  for (let round = 0; round < 25; round += 1) {
    await Promise.all(
      [1, 2, 3].map(async (quantity) => {
        const body = { productId: product.id, quantity };
        const answer = await cart.shop.request('POST', '/cart/items', { token: user.token, body });
        if (answer.status === 201) added += quantity;
        else assert.equal(answer.body.code, 'cart.claimed');
      }),
    );
  }
  running = false;
  await placing;
  const left = (await cart.cartOf(user)).itemCount;
  assert.ok(ordered > 0 && added > ordered / 2);
  assert.equal(ordered + left, added);
});

test('claims of many users in one batch each get their own cart', async () => {
  const product = await cart.newProduct();
  const users = await Promise.all(Array.from({ length: 20 }, (_, index) => cart.shopperWith([product], index + 1)));
  const claims = await Promise.all(users.map((user) => cart.claim({ orderId: cart.nextOrder(), userId: user.id })));
  assert.deepEqual(
    claims.map((claim) => claim.lines[0]!.quantity),
    users.map((_, index) => index + 1),
  );
});

test('claims are for services only', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  for (const path of ['claim', 'finish', 'release']) {
    const answer = await cart.shop.request('POST', `/internal/cart/${path}`, {
      token: cart.admin.token,
      body: { orderId: cart.nextOrder(), userId: user.id, shippingAddress: exampleAddress },
    });
    assert.equal(answer.status, 404);
  }
});
