/** The shortest road of an order, on any shop that is known by its address: account, product, cart, placing, paying, and one that is given up. */
import assert from 'node:assert/strict';
import {
  type AnyShop,
  addToCart,
  newCategory,
  newProduct,
  openPayment,
  pay,
  place,
  readCart,
  readOrder,
  readProduct,
  tryToPlace,
  unique,
} from './steps.ts';

const STOCK = 5;

export async function walkShortRoad(shop: AnyShop): Promise<void> {
  const admin = await shop.admin();
  const buyer = await shop.signUp();
  const category = await newCategory(shop, admin, { name: unique('Lamps') });
  const product = await newProduct(shop, admin, { category: category.id, quantity: STOCK, title: unique('Diya') });
  const found = await shop.expect(200, 'GET', `/products?category=${category.id}`);
  assert.deepEqual(
    found.items.map(({ id }: any) => id),
    [product.id],
  );

  await addToCart(shop, buyer, { productId: product.id, quantity: 2 });
  assert.equal((await readCart(shop, buyer)).subtotal, '200.00');
  const key = { 'idempotency-key': unique('key') };
  const placed = await tryToPlace(shop, buyer, {}, key);
  assert.equal(placed.status, 201, JSON.stringify(placed.body));
  assert.equal((await tryToPlace(shop, buyer, {}, key)).body.id, placed.body.id, 'a repeat made a second order');
  assert.equal((await readProduct(shop, product.id)).quantity, STOCK - 2);

  const { gateway, url } = await openPayment(shop, buyer, placed.body.id);
  // With a real gateway a person pays; here the road ends at its page.
  if (gateway === 'sandbox') {
    await pay(shop, buyer, placed.body.id);
    assert.equal((await readOrder(shop, buyer, placed.body.id)).status, 'completed');
  } else assert.match(url, /^https:/);

  await addToCart(shop, buyer, { productId: product.id, quantity: 1 });
  const givenUp = await place(shop, buyer);
  await shop.expect(200, 'POST', `/orders/${givenUp.id}/cancel`, { token: buyer.token, body: {} });
  assert.equal((await readOrder(shop, buyer, givenUp.id)).status, 'cancelled');
}
