/** Somebody keeps a stock row locked and does not let go: the others are served, and those who want it are told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toProblem } from '#platform/http/errors.ts';
import { until } from '#platform/testing/until.ts';
import { closeChecked, holdUnits, makeCategory, makeProduct, readProduct } from '../testing/make.ts';
import { openTestProducts, type TestProducts } from '../testing/open.ts';

let shop: TestProducts;
let category: number;

before(async () => {
  shop = await openTestProducts({}, { lockMs: 200 });
  category = (await makeCategory(shop.product, 'Lamps')).id;
});
after(() => closeChecked(shop));

test('a batch with an order that waits for it ends, the other orders in it get their stock, and later it goes on', async () => {
  const [stuck, free] = [await makeProduct(shop.product, { category }), await makeProduct(shop.product, { category })];
  const locked = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const holder = shop.product.database.tx(async (tx) => {
    await tx.selectFrom('stock').selectAll().where('variant_id', '=', stuck.variants[0]!.id).forUpdate().execute();
    locked.resolve();
    await letGo.promise;
  });
  await locked.promise;
  const answers = await Promise.all(
    [free, stuck, free, stuck, free].map((lamp) =>
      holdUnits(shop.product, lamp, 1).then(
        () => 'ok',
        (error) => toProblem(error).code,
      ),
    ),
  );
  assert.deepEqual(answers, ['ok', 'service.unavailable', 'ok', 'service.unavailable', 'ok']);
  letGo.resolve();
  await holder;
  await until('its stock can be had again', async () => holdUnits(shop.product, stuck, 1));
  assert.deepEqual(
    await Promise.all([stuck, free].map(async ({ id }) => (await readProduct(shop.product, id)).quantity)),
    [9, 7],
  );
});
