/** Placing an order through the whole shop. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop();
});
after(() => shop?.close());

test('x', async () => {
  const admin = await shop.admin();
  const user = await shop.signUp();
  const category = await shop.expect(201, 'POST', '/categories', { token: admin.token, body: { name: 'Lamps' } });
  const product = await shop.expect(201, 'POST', '/products', { token: admin.token, body: { title: 'Lamp', price: '20.00', quantity: 5, category: category.id } });
  await shop.expect(201, 'POST', '/cart/items', { token: user.token, body: { productId: product.id, quantity: 2 } });
  const order = await shop.expect(201, 'POST', '/orders', { token: user.token, body: { shippingAddress: { name: 'A', line1: 'x', city: 'y', postalCode: '1', country: 'IN' } } });
  console.log(order);
  assert.equal((await shop.expect(200, 'GET', '/cart', { token: user.token })).items.length, 0);
  console.log((await shop.expect(200, 'GET', `/products/${product.id}`)).quantity);
  await shop.settled();
  console.log((await shop.mails()).filter((x) => x.includes('HT-'))[0]);
});
