import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Product } from '#contracts/product/schemas.ts';
import { closeChecked, makeCategory, makeProduct, readProduct } from '../testing/make.ts';
import { asAdmin, openTestProducts, type TestProducts } from '../testing/open.ts';
import { deleteProduct } from './delete-product.ts';
import { holdMany } from './hold-stock.ts';
import { refreshPopularity } from './refresh-popularity.ts';
import { updateProduct } from './update-product.ts';

let shop: TestProducts;
let category: number;
let orders = 1_000;

before(async () => {
  shop = await openTestProducts();
  category = (await makeCategory(shop.product, 'Lamps')).id;
});
after(() => closeChecked(shop));

type Line = [of: Product, quantity: number, unitPriceMinor?: number];
const nextOrder = () => (orders += 1);
const requestOf = (orderId: number, lines: Line[]) => ({
  orderId,
  requestId: 'test',
  lines: lines.map(([of, quantity, unitPriceMinor = 2_000]) => ({
    variantId: of.variants[0]!.id,
    quantity,
    unitPriceMinor,
  })),
});
const hold = (orderId: number, ...lines: Line[]) => shop.product.holdOne(requestOf(orderId, lines));
const release = (orderId: number) => shop.product.releaseOne(orderId);
const make = (quantity: number) => makeProduct(shop.product, { category, quantity });
const left = async (of: Product) => (await readProduct(shop.product, of.id)).quantity;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => error.code as string,
  );

describe('holding stock', () => {
  test('one unit and 200 orders at once: exactly one gets it', async () => {
    const only = await make(1);
    const answers = await Promise.all(Array.from({ length: 200 }, () => code(hold(nextOrder(), [only, 1]))));
    assert.equal(answers.filter((answer) => answer === 'ok').length, 1);
    assert.equal(answers.filter((answer) => answer === 'stock.insufficient').length, 199);
    assert.equal(await left(only), 0);
  });

  test('one unit and two processes: exactly one order gets it', async () => {
    const other = shop.replica();
    for (let round = 0; round < 10; round += 1) {
      const only = await make(1);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          code((index % 2 === 0 ? shop.product : other).holdOne(requestOf(nextOrder(), [[only, 1]]))),
        ),
      );
      assert.equal(answers.filter((answer) => answer === 'ok').length, 1);
    }
  });

  test('orders of different sizes at once: what is taken is what was admitted, and nothing that fits is refused', async () => {
    const one = await make(100);
    const two = await make(60);
    const sizes = Array.from({ length: 120 }, (_, index) => 1 + (index % 5));
    const answers = await Promise.all(
      sizes.map((size, index) =>
        code(index % 3 === 0 ? hold(nextOrder(), [one, size], [two, 1]) : hold(nextOrder(), [one, size])),
      ),
    );
    const taken = sizes.reduce((sum, size, index) => sum + (answers[index] === 'ok' ? size : 0), 0);
    const rest = await left(one);
    assert.equal(rest, 100 - taken);
    assert.equal(await left(two), 60 - answers.filter((answer, index) => answer === 'ok' && index % 3 === 0).length);
    const refused = sizes.filter((_, index) => answers[index] !== 'ok');
    assert.ok(
      refused.every((size) => size > rest),
      `${rest} left, refused ${refused}`,
    );
  });

  test('an order that asks for too much does not keep the small ones behind it from what is left', async () => {
    const lamp = await make(10);
    const answers = await Promise.all([6, 6, 3, 5, 1, 1].map((size) => code(hold(nextOrder(), [lamp, size]))));
    assert.deepEqual(answers, ['ok', 'stock.insufficient', 'ok', 'stock.insufficient', 'ok', 'stock.insufficient']);
    assert.equal(await left(lamp), 0);
  });

  test('an order that the tables refuse fails alone, and its neighbours in the batch get their stock', async () => {
    const lamp = await make(10);
    const answers = await Promise.all([2, 0, 2].map((size) => code(hold(nextOrder(), [lamp, size]))));
    assert.deepEqual(answers, ['ok', '23514', 'ok']);
    assert.equal(await left(lamp), 6);
  });

  test('orders over the same products in opposite order never lock each other out', async () => {
    const [a, b, c] = [await make(1_000), await make(1_000), await make(1_000)];
    const other = shop.replica();
    await Promise.all(
      Array.from({ length: 80 }, (_, index) => {
        const lines: Line[] =
          index % 2 === 0
            ? [
                [a, 1],
                [b, 1],
                [c, 1],
              ]
            : [
                [c, 1],
                [b, 1],
                [a, 1],
              ];
        return (index % 3 === 0 ? other : shop.product).holdOne(requestOf(nextOrder(), lines));
      }),
    );
    assert.deepEqual([await left(a), await left(b), await left(c)], [920, 920, 920]);
  });

  test('a hold that is repeated takes nothing again, also at the same moment', async () => {
    const lamp = await make(10);
    const order = nextOrder();
    await Promise.all(Array.from({ length: 20 }, () => hold(order, [lamp, 2])));
    await hold(order, [lamp, 2]);
    assert.equal(await left(lamp), 8);
  });

  test('a refusal names each short line and takes nothing', async () => {
    const [plenty, few] = [await make(10), await make(2)];
    const order = nextOrder();
    const refusal = await hold(order, [plenty, 5], [few, 3]).catch((error) => error);
    assert.equal(refusal.code, 'stock.insufficient');
    const variantId = few.variants[0]!.id;
    assert.deepEqual(refusal.extra.lines, [{ productId: few.id, variantId, requested: 3, available: 2 }]);
    assert.equal(await left(plenty), 10);
    // Nothing of it remains: with fewer units the same order is admitted.
    assert.equal(await code(hold(order, [plenty, 5], [few, 2])), 'ok');
  });

  test('a price that moved between shown and hold refuses the order and names both prices', async () => {
    const lamp = await make(10);
    await updateProduct(shop.product, { params: { id: lamp.id }, body: { price: '25.00' } }, asAdmin());
    const refusal = await hold(nextOrder(), [lamp, 1]).catch((error) => error);
    assert.equal(refusal.code, 'product.price_changed');
    const { productId, shownMinor, priceMinor } = refusal.extra.lines[0];
    assert.deepEqual([productId, shownMinor, priceMinor], [lamp.id, 2_000, 2_500]);
    assert.equal(await code(hold(nextOrder(), [lamp, 1, 2_500])), 'ok');
  });

  test('a product that left the shop is not sold any more', async () => {
    const lamp = await make(10);
    await updateProduct(shop.product, { params: { id: lamp.id }, body: { status: 'archived' } }, asAdmin());
    assert.equal(await code(hold(nextOrder(), [lamp, 1])), 'stock.insufficient');
    const gone = await make(10);
    await deleteProduct(shop.product, gone.id, asAdmin());
    assert.equal(await code(hold(nextOrder(), [gone, 1])), 'stock.insufficient');
  });

  test('low stock is told once on the way down, and again after it has been filled up', async () => {
    const lamp = await makeProduct(shop.product, { category, quantity: 8, lowStockThreshold: 5 });
    const told = async () =>
      (
        await shop.sql(`select count(*) as n from outbox where type = 'stock.low' and data->>'productId' = $1`, [
          String(lamp.id),
        ])
      )[0].n;
    const [first, second] = [nextOrder(), nextOrder()];
    await hold(first, [lamp, 2]);
    assert.equal(await told(), 0);
    await hold(second, [lamp, 1]);
    await hold(nextOrder(), [lamp, 1]);
    assert.equal(await told(), 1);
    await release(first);
    await hold(nextOrder(), [lamp, 2]);
    assert.equal(await told(), 2);
  });

  test('in a batch a request that the database cannot take fails alone', async () => {
    const lamp = await make(10);
    const good = [nextOrder(), nextOrder()];
    // An order id beyond what a bigint holds cannot pass the contract; here it poisons the whole batch.
    const answers = await Promise.all([
      code(hold(good[0]!, [lamp, 1])),
      code(hold(1e30, [lamp, 1])),
      code(hold(good[1]!, [lamp, 1])),
    ]);
    assert.equal(answers[0], 'ok');
    assert.notEqual(answers[1], 'ok');
    assert.equal(answers[2], 'ok');
    assert.equal(await left(lamp), 8);
  });

  test('a refused batch leaves no header behind', async () => {
    const lamp = await make(1);
    const ids = [nextOrder(), nextOrder(), nextOrder()];
    await holdMany(
      shop.product,
      ids.map((id) => requestOf(id, [[lamp, 2]])),
    );
    assert.deepEqual(await shop.sql('select order_id from hold where order_id = any($1)', [ids]), []);
  });
});

describe('releasing', () => {
  test('a release gives the stock back once, however often it comes', async () => {
    const lamp = await make(10);
    const order = nextOrder();
    await hold(order, [lamp, 4]);
    const answers = await Promise.all([release(order), release(order), release(order)]);
    assert.equal(answers.filter((answer) => answer.released).length, 1);
    assert.equal(await left(lamp), 10);
  });

  test('a hold that comes after the release of its order is refused, also when there was no hold before', async () => {
    const lamp = await make(10);
    const [held, never] = [nextOrder(), nextOrder()];
    await hold(held, [lamp, 4]);
    await release(held);
    assert.equal(await code(hold(held, [lamp, 4])), 'hold.refused');
    assert.deepEqual(await release(never), { released: false });
    assert.equal(await code(hold(never, [lamp, 4])), 'hold.refused');
    assert.equal(await left(lamp), 10);
  });

  test('hold and release of the same orders at once: in the end each either holds or is refused, and none keeps stock after its release', async () => {
    const lamp = await make(1_000);
    const ids = Array.from({ length: 60 }, nextOrder);
    await Promise.all(ids.flatMap((id) => [code(hold(id, [lamp, 1])), release(id)]));
    assert.equal(await left(lamp), 1_000);
    assert.deepEqual(
      await Promise.all(ids.map((id) => code(hold(id, [lamp, 1])))),
      ids.map(() => 'hold.refused'),
    );
  });

  test('two processes that release or sell the same orders at once do it once', async () => {
    const lamp = await make(500);
    const other = shop.replica();
    // Others hold some too, so that no check of the table would notice a second release.
    await hold(nextOrder(), [lamp, 200]);
    for (let round = 0; round < 12; round += 1) {
      const ids = [nextOrder(), nextOrder(), nextOrder()];
      await Promise.all(ids.map((id) => hold(id, [lamp, 1])));
      const answers = await Promise.all(
        ids.flatMap((id) => [shop.product, other].map((process) => process.releaseOne(id))),
      );
      assert.equal(answers.filter((answer) => answer.released).length, 3);
    }
    assert.equal(await left(lamp), 300);
  });

  test('a direct release does not undo a sale', async () => {
    const lamp = await make(10);
    const order = nextOrder();
    await hold(order, [lamp, 4]);
    await shop.deliver({ type: 'order.completed', data: { orderId: order } });
    assert.deepEqual(await release(order), { released: false });
    assert.equal(await left(lamp), 6);
  });
});

describe('events of orders', () => {
  const levels = async (of: Product) => {
    const [row] = await shop.sql('select on_hand, held from stock where product_id = $1', [of.id]);
    return [row.on_hand, row.held];
  };
  const event = (type: string, orderId: number, lines: Line[] = []) => ({
    type,
    data: {
      orderId,
      lines: lines.map(([of, quantity]) => ({ productId: of.id, variantId: of.variants[0]!.id, quantity })),
    },
  });

  test('completed makes the hold a sale; cancelled afterwards puts it on the shelf again; what came back before is not counted twice', async () => {
    const lamp = await make(10);
    const order = nextOrder();
    await hold(order, [lamp, 4]);
    await shop.deliver(event('order.completed', order));
    assert.deepEqual(await levels(lamp), [6, 0]);
    await shop.deliver(event('order.returned', order, [[lamp, 1]]));
    assert.deepEqual(await levels(lamp), [7, 0]);
    await shop.deliver(event('order.cancelled', order));
    assert.deepEqual(await levels(lamp), [10, 0]);
  });

  test('rejected and cancelled give a hold back', async () => {
    const lamp = await make(10);
    const [one, two] = [nextOrder(), nextOrder()];
    await hold(one, [lamp, 4]);
    await hold(two, [lamp, 4]);
    await shop.deliver(event('order.rejected', one), event('order.cancelled', two));
    assert.deepEqual(await levels(lamp), [10, 0]);
  });

  test('an event that arrives twice counts once', async () => {
    const lamp = await make(10);
    const order = nextOrder();
    await hold(order, [lamp, 4]);
    const completed = { ...event('order.completed', order), id: 900_001 };
    const returned = { ...event('order.returned', order, [[lamp, 1]]), id: 900_002 };
    await shop.deliver(completed, returned);
    await shop.deliver(completed);
    await shop.deliver(returned);
    assert.deepEqual(await levels(lamp), [7, 0]);
  });

  test('events of many orders in one delivery are applied together', async () => {
    const [a, b] = [await make(500), await make(500)];
    const ids = Array.from({ length: 100 }, nextOrder);
    await Promise.all(ids.map((id) => hold(id, [a, 1], [b, 2])));
    await shop.deliver(...ids.map((id, index) => event(index % 2 ? 'order.completed' : 'order.cancelled', id)));
    assert.deepEqual(
      [await levels(a), await levels(b)],
      [
        [450, 0],
        [400, 0],
      ],
    );
    assert.equal((await shop.sql(`select count(*) as n from stock_task`))[0].n, 0);
  });

  test('a task at fault is left for a person and holds up no other', async () => {
    const lamp = await make(10);
    const [order, other] = [nextOrder(), nextOrder()];
    await hold(order, [lamp, 4]);
    await hold(other, [lamp, 1]);
    await shop.sql(`insert into stock_task (order_id, kind, lines) values ($1, 'return', '{"not": "a list"}')`, [
      other,
    ]);
    await shop.deliver(event('order.completed', order));
    assert.deepEqual(await levels(lamp), [6, 1]);
    assert.equal((await shop.sql('select count(*) as n from stock_task'))[0].n, 1);
    assert.equal((await shop.sql(`select count(*) as n from job where status = 'ready'`))[0].n, 1);
    await shop.sql('delete from stock_task');
    await shop.sql('delete from job');
  });

  test('holds, sales and releases at once from two processes leave every unit accounted for', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => make(200)));
    const other = shop.replica();
    const ids = Array.from({ length: 120 }, nextOrder);
    await Promise.all(
      ids.map(async (id, index) => {
        const lines: Line[] = [
          [all[index % 4]!, 1 + (index % 3)],
          [all[(index + 1) % 4]!, 1],
        ];
        await (index % 2 ? shop.product : other).holdOne(requestOf(id, lines));
        if (index % 3 === 0) await shop.deliver(event('order.completed', id));
        if (index % 3 === 1) await (index % 2 ? other : shop.product).releaseOne(id);
      }),
    );
    const held = await shop.sql(`select count(*) as n from hold where state = 'held' and order_id = any($1)`, [ids]);
    assert.equal(held[0].n, 40);
  });

  test('what is ordered makes a product popular', async () => {
    const lamp = await make(10);
    await shop.deliver(
      event('order.placed', nextOrder(), [[lamp, 2]]),
      event('order.placed', nextOrder(), [[lamp, 2]]),
    );
    await shop.deliver(event('order.placed', nextOrder(), [[lamp, 1]]));
    await refreshPopularity(shop.product);
    const [row] = await shop.sql('select popularity from product where id = $1', [lamp.id]);
    assert.equal(row.popularity, 5);
  });
});

describe('removing what was ordered', () => {
  test('a product that stands in orders is archived, another one removed', async () => {
    const [ordered, free] = [await make(10), await make(10)];
    await hold(nextOrder(), [ordered, 1]);
    await deleteProduct(shop.product, ordered.id, asAdmin());
    await deleteProduct(shop.product, free.id, asAdmin());
    const rows = await shop.sql('select id, status from product where id = any($1)', [[ordered.id, free.id]]);
    assert.deepEqual(rows, [{ id: ordered.id, status: 'archived' }]);
    assert.equal(await code(readProduct(shop.product, ordered.id)), 'product.not_found');
    assert.equal((await readProduct(shop.product, ordered.id, asAdmin())).status, 'archived');
    const [snapshot] = await shop.product.readSnapshot({ variantIds: [ordered.variants[0]!.id], productIds: [] });
    assert.equal(snapshot!.active, false);
  });

  test('deleting and ordering at once: either the order holds it and it is archived, or it is gone and refused', async () => {
    for (let round = 0; round < 15; round += 1) {
      const lamp = await make(1);
      const [answer] = await Promise.all([
        code(hold(nextOrder(), [lamp, 1])),
        deleteProduct(shop.product, lamp.id, asAdmin()),
      ]);
      const rows = await shop.sql('select status from product where id = $1', [lamp.id]);
      assert.deepEqual(rows, answer === 'ok' ? [{ status: 'archived' }] : []);
    }
  });
});
