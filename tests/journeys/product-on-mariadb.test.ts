/** A shop whose catalogue, stock and payments are on MariaDB while the rest is on PostgreSQL: what is sold is sold once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import type { TestServer } from '#platform/testing/database.ts';
import { isMariadbInstalled, startMariadbForTests } from '#platform/testing/mariadb.ts';
import { needed } from '#platform/testing/needed.ts';
import { until } from '#platform/testing/until.ts';
import { addToCart, newCategory, newProduct, newSeller, order, pay, readProduct, tryToPlace } from '../steps.ts';

needed('mariadbd', isMariadbInstalled(), () => {
  let server: TestServer;
  let shop: TestShop;
  before(async () => {
    server = await startMariadbForTests();
    // The invariants are one statement each over all schemas, which are on two servers here.
    shop = await openTestShop({
      skipInvariants: true,
      environment: { PRODUCT_DATABASE_URL: server.url, PAYMENT_DATABASE_URL: server.url },
    });
  });
  after(async () => {
    await shop?.close();
    await server?.stop();
  });

  const shelf = async (quantity: number) => {
    const admin = await shop.admin();
    const category = await newCategory(shop, admin);
    const seller = await newSeller(shop, 'Clay and Brass');
    return newProduct(shop, seller, { category: category.id, title: 'Terracotta lamp', quantity });
  };
  const quantityOf = async (id: number) => (await readProduct(shop, id)).quantity;

  test('of ten who want the last three units three get one', async () => {
    const lamp = await shelf(3);
    const buyers = await Promise.all(Array.from({ length: 10 }, () => shop.signUp()));
    for (const buyer of buyers) await addToCart(shop, buyer, { productId: lamp.id, quantity: 1 });
    const answers = await Promise.all(buyers.map((buyer) => tryToPlace(shop, buyer)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 3);
    for (const { status, body } of answers) if (status !== 201) assert.equal(body.code, 'stock.insufficient');
    await until('the refused orders to have let go', async () => (await quantityOf(lamp.id)) === 0);
  });

  test('what is cancelled stands on the shelf again, what is paid for does not', async () => {
    const lamp = await shelf(5);
    const buyer = await shop.signUp();
    const cancelled = await order(shop, buyer, { productId: lamp.id, quantity: 2 });
    assert.equal(await quantityOf(lamp.id), 3);
    await shop.expect(200, 'POST', `/orders/${cancelled.id}/cancel`, { token: buyer.token, body: {} });
    await until('the stock to be given back', async () => (await quantityOf(lamp.id)) === 5);
    const paid = await order(shop, buyer, { productId: lamp.id, quantity: 1 });
    await pay(shop, buyer, paid.id);
    const { token } = await shop.admin();
    await until('the sale to be written', async () => {
      const { levels } = await shop.expect(200, 'GET', `/products/${lamp.id}/stock`, { token });
      return levels[0].onHand === 4 && levels[0].held === 0;
    });
  });

  test('a misspelt search finds it', async () => {
    const { items } = await shop.expect(200, 'GET', '/products?q=teracota+lamps');
    assert.ok(items.some(({ title }: { title: string }) => title === 'Terracotta lamp'));
  });
});
