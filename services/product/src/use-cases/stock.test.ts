import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Static } from 'typebox';
import { type AdjustStock, MAX_STOCK, type Product } from '#contracts/product/schemas.ts';
import { closeChecked, holdUnits, makeCategory, makeProduct, readProduct } from '../testing/make.ts';
import { asAdmin, asSeller, openTestProducts, type TestProducts } from '../testing/open.ts';
import { adjustStock, listLowStock, readStock, setLowStockThreshold } from './stock.ts';

let shop: TestProducts;
let category: number;

before(async () => {
  shop = await openTestProducts();
  category = (await makeCategory(shop.product, 'Shelves')).id;
});
after(() => closeChecked(shop));

const adjust = (of: Product, body: Partial<Static<typeof AdjustStock>>, context = asAdmin()) =>
  adjustStock(
    shop.product,
    { params: { id: of.id }, query: undefined, body: { delta: 1, reason: 'Counted', ...body } },
    context,
  );
const history = (of: Product, query: object = {}, context = asAdmin()) =>
  readStock(shop.product, { params: { id: of.id }, query: { limit: 20, ...query }, body: undefined }, context);
const low = (query: object = {}, context = asAdmin()) =>
  listLowStock(shop.product, { params: undefined, query: { limit: 20, ...query }, body: undefined }, context);
const hold = (of: Product, quantity: number) => holdUnits(shop.product, of, quantity);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => error.code as string,
  );

describe('stock', () => {
  test('a difference is added to what is on hand, with its reason and who said so', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 10 });
    const adjusted = await adjust(lamp, { delta: 5, reason: ' From the workshop ' });
    assert.deepEqual([adjusted.onHand, adjusted.held, adjusted.quantity], [15, 0, 15]);
    const { kind, delta, reason, actorId, onHandAfter } = adjusted.movement;
    assert.deepEqual([kind, delta, reason, actorId, onHandAfter], ['adjusted', 5, 'From the workshop', 9, 15]);
    const read = await readProduct(shop.product, lamp.id);
    assert.deepEqual([read.quantity, read.version], [15, adjusted.version]);
  });

  test('no more is taken than is free: what orders hold stays', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 10 });
    await hold(lamp, 4);
    const refusal = await adjust(lamp, { delta: -7 }).catch((error) => error);
    assert.equal(refusal.code, 'stock.insufficient');
    const variantId = lamp.variants[0]!.id;
    assert.deepEqual(refusal.extra.lines, [{ productId: lamp.id, variantId, requested: 7, available: 6 }]);
    assert.equal((await adjust(lamp, { delta: -6 })).quantity, 0);
  });

  test('a level beyond the limit is refused, not overflown', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: MAX_STOCK });
    assert.equal(await code(adjust(lamp, { delta: 1 })), 'validation.failed');
    assert.equal(await code(adjust(lamp, { delta: -MAX_STOCK })), 'ok');
  });

  test('additions and sales at once: none is lost', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 100 });
    const work = Array.from({ length: 60 }, (_, index) =>
      index % 2 ? hold(lamp, 1) : adjust(lamp, { delta: index % 4 ? 2 : -1 }),
    );
    await Promise.all(work);
    // 15 × −1 and 15 × +2 on hand, 30 held.
    const [level] = (await history(lamp)).levels;
    assert.deepEqual([level!.onHand, level!.held, level!.quantity], [115, 30, 85]);
  });

  test('the same Idempotency-Key counts once, for this product', async () => {
    const [a, b] = [
      await makeProduct(shop.product, { category, quantity: 1 }),
      await makeProduct(shop.product, { category, quantity: 1 }),
    ];
    const first = await adjust(a, { delta: 5 }, asAdmin('delivery-7'));
    assert.deepEqual(await adjust(a, { delta: 5 }, asAdmin('delivery-7')), first);
    assert.equal(await code(adjust(a, { delta: 6 }, asAdmin('delivery-7'))), 'idempotency.mismatch');
    assert.equal((await adjust(b, { delta: 5 }, asAdmin('delivery-7'))).quantity, 6);
    assert.equal((await readProduct(shop.product, a.id)).quantity, 6);
  });

  test('of a product with several variants one has to be named, and it has to be one of its own', async () => {
    const variants = ['S', 'M'].map((size) => ({ options: { size }, quantity: 1 }));
    const shirt = await makeProduct(shop.product, { category, variants });
    assert.equal(await code(adjust(shirt, { delta: 1 })), 'product.variant_required');
    assert.equal(await code(adjust(shirt, { delta: 1, variantId: 1 })), 'product.not_found');
    const { variantTitle, quantity } = await adjust(shirt, { delta: 1, variantId: shirt.variants[1]!.id });
    assert.deepEqual([variantTitle, quantity], ['M', 2]);
  });

  test('another seller’s stock is not there', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 10 }, asSeller(60));
    assert.equal(await code(adjust(lamp, {}, asSeller(61))), 'product.not_found');
    assert.equal(await code(history(lamp, {}, asSeller(61))), 'product.not_found');
    assert.equal(await code(adjust(lamp, {}, asSeller(60))), 'ok');
  });

  test('the history tells every movement, newest first, page by page', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 10 });
    const sold = await hold(lamp, 2);
    await shop.deliver({ type: 'order.completed', data: { orderId: sold } });
    await shop.product.releaseOne(await hold(lamp, 1));
    await adjust(lamp, { delta: -3 });
    const all = await history(lamp);
    assert.deepEqual(
      all.items.map(({ kind, delta, onHandAfter, heldAfter }) => [kind, delta, onHandAfter, heldAfter]),
      [
        ['adjusted', -3, 5, 0],
        ['released', -1, 8, 0],
        ['held', 1, 8, 1],
        ['sold', -2, 8, 0],
        ['held', 2, 10, 2],
        ['initial', 10, 10, 0],
      ],
    );
    const first = await history(lamp, { limit: 4 });
    const second = await history(lamp, { limit: 4, cursor: first.nextCursor });
    assert.deepEqual([...first.items, ...second.items], all.items);
    assert.equal(await code(history(lamp, { cursor: 'x' })), 'validation.failed');
  });

  test('what runs low is listed, the shortest first, to its seller and to who manages products', async () => {
    const make = (quantity: number, seller: number, lowStockThreshold = 5) =>
      makeProduct(shop.product, { category, quantity, lowStockThreshold }, asSeller(seller));
    const [three, none, plenty, theirs] = [await make(3, 80), await make(0, 80), await make(6, 80), await make(1, 81)];
    const ids = async (query: object, seller: number) =>
      (await low(query, asSeller(seller))).items.map((each) => each.productId);
    assert.deepEqual(await ids({}, 80), [none.id, three.id]);
    assert.deepEqual(await ids({ seller: 81 }, 80), [none.id, three.id]);
    assert.deepEqual(
      (await low({ seller: 81 })).items.map((each) => each.productId),
      [theirs.id],
    );
    const first = await low({ limit: 1 }, asSeller(80));
    assert.deepEqual(await ids({ limit: 1, cursor: first.nextCursor }, 80), [three.id]);
    const level = await setLowStockThreshold(
      shop.product,
      { params: { id: plenty.id }, query: undefined, body: { lowStockThreshold: 6 } },
      asSeller(80),
    );
    assert.equal(level.lowStockThreshold, 6);
    assert.deepEqual(await ids({}, 80), [none.id, three.id, plenty.id]);
    assert.equal(await code(low({ cursor: 'x' })), 'validation.failed');
  });
});

describe('snapshots', () => {
  test('many calls at once each get their own variants, as the database has them now', async () => {
    const made = await Promise.all([1, 2, 3, 4, 5].map(() => makeProduct(shop.product, { category, quantity: 10 })));
    const answers = await Promise.all(
      made.map((each, index) =>
        shop.product.readSnapshot(
          index % 2
            ? { variantIds: [each.variants[0]!.id, 999_999], productIds: [] }
            : { variantIds: [], productIds: [each.id, 999_999] },
        ),
      ),
    );
    answers.forEach((answer, index) => {
      assert.deepEqual(
        answer.map(({ productId, available, active }) => [productId, available, active]),
        [[made[index]!.id, 10, true]],
      );
    });
  });

  test('a product with several variants is answered once for each, and a price that has moved is the new one', async () => {
    const variants = ['S', 'M'].map((size, index) => ({ options: { size }, quantity: index, price: `${index + 1}` }));
    const shirt = await makeProduct(shop.product, { category, variants });
    const rows = await shop.product.readSnapshot({ variantIds: [], productIds: [shirt.id] });
    assert.deepEqual(
      rows.map(({ variantTitle, unitPriceMinor, available, categoryPath }) => [
        variantTitle,
        unitPriceMinor,
        available,
        categoryPath,
      ]),
      [
        ['S', 100, 0, [category]],
        ['M', 200, 1, [category]],
      ],
    );
  });
});
