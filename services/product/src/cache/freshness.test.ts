import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Product } from '#contracts/product/schemas.ts';
import { holdUnits, listOf, makeCategory, makeProduct, readProduct } from '../testing/make.ts';
import { asAdmin, openTestProducts, type TestProducts } from '../testing/open.ts';
import { adjustStock } from '../use-cases/adjust-stock.ts';
import { listCategories } from '../use-cases/categories.ts';
import { updateCategory } from '../use-cases/change-categories.ts';
import { deleteProduct } from '../use-cases/delete-product.ts';
import { updateProduct } from '../use-cases/update-product.ts';
import { createReadyProducts, type ReadyProduct } from './ready-products.ts';

let shop: TestProducts;
let category: number;

before(async () => {
  shop = await openTestProducts();
  category = (await makeCategory(shop.product, 'Lamps')).id;
});
after(() => shop.close());

const change = (id: number, body: object) => updateProduct(shop.product, { params: { id }, body }, asAdmin());
const adjust = (id: number, delta: number) =>
  adjustStock(shop.product, { params: { id }, query: undefined, body: { delta, reason: 'Test' } }, asAdmin());
const hold = (of: Product, quantity: number) => holdUnits(shop.product, of, quantity);

/** Reads all the time while `write` runs; each read must show at least what had been written when it began. */
async function whileReading(read: () => Promise<number>, write: (show: (value: number) => void) => Promise<void>) {
  let written = 0;
  let running = true;
  const reader = async () => {
    while (running) {
      const known = written;
      const seen = await read();
      assert.ok(seen >= known, `read ${seen} after ${known} had been answered`);
      await new Promise(setImmediate);
    }
  };
  const readers = Promise.all(Array.from({ length: 3 }, reader));
  await write((value) => {
    written = value;
  });
  running = false;
  await readers;
}

describe('no read is older than a write that was answered', () => {
  test('one product, while its price is changed 100 times', async () => {
    const lamp = await makeProduct(shop.product, { category, price: '1.00' });
    const read = async () => Number((await readProduct(shop.product, lamp.id)).price);
    await whileReading(read, async (show) => {
      for (let price = 2; price <= 101; price += 1) {
        await change(lamp.id, { price: `${price}.00` });
        show(price);
      }
    });
  });

  test('one product, while orders take from its stock', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 1_000 });
    const read = async () => 1_000 - (await readProduct(shop.product, lamp.id)).quantity;
    await whileReading(read, async (show) => {
      for (let taken = 1; taken <= 60; taken += 1) {
        await hold(lamp, 1);
        show(taken);
      }
    });
  });

  test('a list by price, while the price of one of its products is changed', async () => {
    const shelf = (await makeCategory(shop.product, 'Bowls')).id;
    const bowl = await makeProduct(shop.product, { category: shelf, price: '1.00' });
    for (const price of ['20.00', '40.00', '60.00']) await makeProduct(shop.product, { category: shelf, price });
    const read = async () => {
      const { items } = await listOf(shop.product, { category: shelf, sort: 'price' });
      const prices = items.map((item) => Number(item.price));
      assert.deepEqual(
        prices,
        prices.toSorted((a, b) => a - b),
      );
      return Number(items.find((item) => item.id === bowl.id)!.price);
    };
    await whileReading(read, async (show) => {
      for (let price = 2; price <= 79; price += 2) {
        await change(bowl.id, { price: `${price}.00` });
        show(price);
      }
    });
  });
});

describe('the very next request shows', () => {
  test('a new product in lists, searches and the counts of its category', async () => {
    const { id } = await makeCategory(shop.product, 'Vases');
    for (let made = 1; made <= 3; made += 1) {
      const vase = await makeProduct(shop.product, { category: id, title: `Celadon vase ${made}` });
      const list = await listOf(shop.product, { category: id });
      const found = await listOf(shop.product, { q: 'celadon' });
      assert.equal(list.items[0]!.id, vase.id);
      assert.equal(found.items.length, made);
      const { items } = await listCategories(shop.product, {
        params: undefined,
        query: { limit: 100 },
        body: undefined,
      });
      assert.equal(items.find((each) => each.id === id)!.productCount, made);
    }
  });

  test('a product that was sold out, archived or removed no longer where it does not belong', async () => {
    const { id } = await makeCategory(shop.product, 'Rugs');
    const [a, b, c] = [
      await makeProduct(shop.product, { category: id, quantity: 1 }),
      await makeProduct(shop.product, { category: id }),
      await makeProduct(shop.product, { category: id }),
    ];
    const ids = async (query: object) =>
      (await listOf(shop.product, { category: id, ...query })).items.map((p) => p.id);
    assert.deepEqual(await ids({ inStock: true }), [c.id, b.id, a.id]);
    const order = await hold(a, 1);
    assert.deepEqual(await ids({ inStock: true }), [c.id, b.id]);
    await shop.product.releaseOne(order);
    assert.deepEqual(await ids({ inStock: true }), [c.id, b.id, a.id]);
    await adjust(a.id, -1);
    assert.deepEqual(await ids({ inStock: true }), [c.id, b.id]);
    await change(b.id, { status: 'archived' });
    await deleteProduct(shop.product, c.id, asAdmin());
    assert.deepEqual(await ids({}), [a.id]);
  });

  test('the new name of a category in the path of its products', async () => {
    const { id } = await makeCategory(shop.product, 'Clocks');
    const clock = await makeProduct(shop.product, { category: id });
    assert.equal((await readProduct(shop.product, clock.id)).categoryPath[0]!.name, 'Clocks');
    await updateCategory(shop.product, { params: { id }, query: undefined, body: { name: 'Timepieces' } });
    assert.equal((await readProduct(shop.product, clock.id)).categoryPath[0]!.name, 'Timepieces');
    assert.deepEqual(
      (await listOf(shop.product, { q: 'timepiece' })).items.map((item) => item.id),
      [clock.id],
    );
  });

  test('the name of a seller that has just become known', async () => {
    const vase = await makeProduct(shop.product, { category, sellerId: 42 });
    assert.equal((await readProduct(shop.product, vase.id)).sellerName, null);
    const named = (shopName: string, version: number) =>
      shop.deliver({ type: 'seller.changed', version, data: { userId: 42, shopName } });
    await named('Moradabad Brass', 2);
    await named('An older name', 1);
    assert.equal((await readProduct(shop.product, vase.id)).sellerName, 'Moradabad Brass');
  });
});

describe('ready products', () => {
  const entry = (id: number, value: string): ReadyProduct => ({
    id,
    status: 'active',
    sellerId: 1,
    priceMinor: 100,
    bytes: Buffer.from(value.padEnd(1_000)),
    etag: value,
    readAtMs: Date.now(),
  });

  test('what changed while its query ran is not kept, and a reader who asks later does not get that answer', async () => {
    const answers: Array<(products: ReadyProduct[]) => void> = [];
    const ready = createReadyProducts({
      read: () => new Promise((resolve) => answers.push(resolve)),
      maxBytes: 10_000,
      maxAgeMs: () => 60_000,
    });
    const early = Promise.resolve(ready.get(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    ready.changed([1]);
    const late = Promise.resolve(ready.get(1));
    answers[0]!([entry(1, 'old')]);
    assert.equal((await early)!.etag, 'old');
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(answers.length, 2);
    answers[1]!([entry(1, 'new')]);
    assert.equal((await late)!.etag, 'new');
    assert.equal((await ready.get(1))!.etag, 'new');
    assert.equal(answers.length, 2);
  });

  test('memory stays within its bound, and age within its limit', async () => {
    let reads = 0;
    const read = async (ids: number[]) => {
      reads += ids.length;
      return ids.map((id) => entry(id, `${id}`));
    };
    const ready = createReadyProducts({ read, maxBytes: 5_000, maxAgeMs: () => 60_000 });
    for (let id = 1; id <= 10; id += 1) await ready.get(id);
    await ready.get(10);
    assert.equal(reads, 10);
    await ready.get(1);
    assert.equal(reads, 11);
    const aged = createReadyProducts({ read, maxBytes: 5_000, maxAgeMs: () => 0 });
    await aged.get(1);
    await aged.get(1);
    assert.equal(reads, 13);
  });
});
