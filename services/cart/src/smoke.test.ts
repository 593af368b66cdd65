import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
let shop: TestShop;
before(async () => { shop = await openTestShop({skipInvariants: true}); });
after(() => shop.close());
test('smoke', async () => {
  const admin = await shop.admin();
  const c = await shop.expect(201, 'POST', '/categories', { token: admin.token, body: { name: 'Brass' } });
  const p = await shop.expect(201, 'POST', '/products', { token: admin.token, body: { title: 'Lamp', price: '20.00', quantity: 10, category: c.id } });
  const u = await shop.signUp();
  console.log(await shop.expect(200, 'GET', '/cart', { token: u.token }));
  console.log(JSON.stringify(await shop.expect(201, 'POST', '/cart/items', { token: u.token, body: { product_id: p.id, quantity: 2 } }), null, 1));
  console.log(await shop.expect(200, 'GET', '/cart', { token: u.token }));
});
