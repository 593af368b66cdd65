import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ChangeProduct, Product } from '#contracts/product/schemas.ts';
import { closeChecked, holdUnits, listOf, makeCategory, makeProduct, readProduct } from '../testing/make.ts';
import { asAdmin, asSeller, openTestProducts, type TestProducts } from '../testing/open.ts';
import { updateProduct } from './update-product.ts';

let shop: TestProducts;
let category: number;
let shirts = 0;

before(async () => {
  shop = await openTestProducts();
  category = (await makeCategory(shop.product, 'Shirts')).id;
});
after(() => closeChecked(shop));

const change = (of: Product, body: ChangeProduct, context = asAdmin()) =>
  updateProduct(shop.product, { params: { id: of.id }, body }, context);
const hold = (of: Product, quantity: number) => holdUnits(shop.product, of, quantity);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => error.code as string,
  );
const shirt = () => {
  shirts += 1;
  return makeProduct(shop.product, {
    category,
    price: '900',
    variants: [
      { options: { Size: 'S', Colour: 'Indigo' }, sku: `S-${shirts}`, quantity: 3 },
      { options: { Size: 'M', Colour: 'Indigo' }, sku: `M-${shirts}`, quantity: 4, price: '950.50' },
    ],
  });
};

describe('creating', () => {
  test('a product without variants has one, and it needs no more than a title, a price and a category', async () => {
    const made = await makeProduct(shop.product, { category, title: ' Diya ', price: '20', quantity: undefined });
    assert.deepEqual(
      [made.title, made.price, made.quantity, made.inStock, made.status, made.sellerId, made.variants.length],
      ['Diya', '20.00', 0, false, 'active', 1, 1],
    );
  });

  test('products of one name are told apart in their addresses', async () => {
    const [one, other] = [1, 2].map(() => makeProduct(shop.product, { category, title: 'Tanjore doll' }));
    const slugs = [(await one!).slug, (await other!).slug];
    assert.equal(new Set(slugs).size, 2);
    for (const slug of slugs) assert.match(slug, /^tanjore-doll/);
  });

  test('variants span options, the cheapest names the price, and their stock is one sum', async () => {
    const made = await shirt();
    assert.deepEqual(made.options, [
      { name: 'Size', values: ['S', 'M'] },
      { name: 'Colour', values: ['Indigo'] },
    ]);
    assert.deepEqual([made.price, made.quantity, made.sku], ['900.00', 7, null]);
    assert.deepEqual(
      made.variants.map(({ title, price }) => [title, price]),
      [
        ['S / Indigo', '900.00'],
        ['M / Indigo', '950.50'],
      ],
    );
  });

  const refusals: Array<[name: string, body: object, code: string]> = [
    ['an unknown category', { category: 99_999 }, 'category.not_found'],
    ['an unknown category by slug', { category: 'nowhere' }, 'category.not_found'],
    ['another currency', { currency: 'EUR' }, 'currency.unsupported'],
    ['a price with too many decimals', { price: '1.234' }, 'validation.failed'],
    ['a former price below the price', { price: '20', compareAtPrice: '20' }, 'validation.failed'],
    ['options without variants', { options: [{ name: 'Size', values: ['S'] }] }, 'product.variant_invalid'],
    [
      'the same variant twice',
      { variants: [{ options: { a: 'x' } }, { options: { a: 'x' } }] },
      'product.variant_invalid',
    ],
    [
      'one SKU twice',
      {
        variants: [
          { options: { a: 'x' }, sku: 'D' },
          { options: { a: 'y' }, sku: 'D' },
        ],
      },
      'product.sku_taken',
    ],
  ];
  for (const [name, body, expected] of refusals) {
    test(`${name}: ${expected}`, async () => {
      assert.equal(await code(makeProduct(shop.product, { category, ...body })), expected);
    });
  }

  test('a SKU is unique within a seller, a slug in the shop', async () => {
    const sell = (sellerId: number, more: object) => makeProduct(shop.product, { category, sellerId, ...more });
    await sell(50, { sku: 'UNIQUE-1', slug: 'a-slug' });
    assert.equal(await code(sell(50, { sku: 'UNIQUE-1' })), 'product.sku_taken');
    assert.equal(await code(sell(51, { sku: 'UNIQUE-1' })), 'ok');
    assert.equal(await code(sell(51, { slug: 'a-slug' })), 'product.slug_taken');
    const titles = await Promise.all([1, 2, 3].map(() => sell(50, { title: 'The same title' })));
    assert.equal(new Set(titles.map((made) => made.slug)).size, 3);
  });

  test('a seller sells as themselves alone; who manages products for anyone', async () => {
    assert.equal((await makeProduct(shop.product, { category }, asSeller(60))).sellerId, 60);
    assert.equal(await code(makeProduct(shop.product, { category, sellerId: 61 }, asSeller(60))), 'auth.forbidden');
    assert.equal((await makeProduct(shop.product, { category, sellerId: 61 })).sellerId, 61);
  });

  test('the same Idempotency-Key makes one product, and another body is refused', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map(() => code(makeProduct(shop.product, { category, title: 'Once' }, asAdmin('k1')))),
    );
    assert.ok(
      [a, b].includes('ok') && [a, b].every((each) => each === 'ok' || each === 'idempotency.in_progress'),
      `${a} ${b}`,
    );
    assert.equal(await code(makeProduct(shop.product, { category, title: 'Once' }, asAdmin('k1'))), 'ok');
    assert.equal(
      await code(makeProduct(shop.product, { category, title: 'Twice' }, asAdmin('k1'))),
      'idempotency.mismatch',
    );
    assert.equal((await shop.sql(`select count(*) as n from product where title = 'Once'`))[0].n, 1);
  });
});

describe('changing', () => {
  test('what is left out stays', async () => {
    const made = await makeProduct(shop.product, {
      category,
      title: 'Lamp',
      description: 'Bright',
      compareAtPrice: '30',
      sku: 'LAMP-1',
      weightGrams: 250,
      attributes: { material: 'Brass' },
      images: [{ url: 'https://example.com/a.jpg', alt: 'A' }],
    });
    const { updatedAt: _, version, ...same } = await change(made, { title: 'Lamp of brass' });
    const { updatedAt: __, version: before, ...expected } = made;
    assert.deepEqual(same, { ...expected, title: 'Lamp of brass' });
    assert.equal(version, before + 1);
  });

  test('a former price that the price has reached is dropped; one that is sent must be above it', async () => {
    const made = await makeProduct(shop.product, { category, price: '20', compareAtPrice: '30' });
    assert.equal((await change(made, { price: '25' })).compareAtPrice, '30.00');
    assert.equal((await change(made, { price: '35' })).compareAtPrice, null);
    assert.equal(await code(change(made, { compareAtPrice: '35' })), 'validation.failed');
    assert.equal((await change(made, { compareAtPrice: '40' })).compareAtPrice, '40.00');
    assert.equal((await change(made, { compareAtPrice: null })).compareAtPrice, null);
  });

  test('a quantity is set only on the version that was read: not after a sale, nor without a version', async () => {
    const made = await makeProduct(shop.product, { category, quantity: 10 });
    assert.equal(await code(change(made, { quantity: 50 })), 'validation.failed');
    await hold(made, 4);
    assert.equal(await code(change(made, { quantity: 50, version: made.version })), 'product.changed');
    const { version, quantity } = await readProduct(shop.product, made.id);
    assert.equal(quantity, 6);
    const after = await change(made, { quantity: 50, version });
    assert.equal(after.quantity, 50);
    const [row] = await shop.sql('select on_hand, held from stock where product_id = $1', [made.id]);
    assert.deepEqual(row, { on_hand: 54, held: 4 });
    // The version of an edit is spent.
    assert.equal(await code(change(made, { quantity: 60, version })), 'product.changed');
  });

  test('a sale that only completes an order leaves the version that a seller has read', async () => {
    const made = await makeProduct(shop.product, { category, quantity: 10 });
    const order = await hold(made, 4);
    const { version } = await readProduct(shop.product, made.id);
    await shop.deliver({ type: 'order.completed', data: { orderId: order } });
    assert.equal((await change(made, { quantity: 20, version })).quantity, 20);
  });

  test('of 20 settings of one version at once exactly one wins', async () => {
    const made = await makeProduct(shop.product, { category, quantity: 10 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => code(change(made, { quantity: 100 + index, version: made.version }))),
    );
    assert.deepEqual(answers.toSorted(), ['ok', ...Array.from({ length: 19 }, () => 'product.changed')]);
  });

  test('sales while quantities are set: none is undone', async () => {
    const made = await makeProduct(shop.product, { category, quantity: 100 });
    let refused = 0;
    const setter = async () => {
      for (let round = 0; round < 10; round += 1) {
        const { version } = await readProduct(shop.product, made.id);
        if ((await code(change(made, { quantity: 100, version }))) !== 'ok') refused += 1;
      }
    };
    await Promise.all([setter(), ...Array.from({ length: 40 }, () => hold(made, 1))]);
    const [row] = await shop.sql('select held from stock where product_id = $1', [made.id]);
    assert.equal(row.held, 40);
    assert.ok(refused <= 10);
  });

  test('variants: by id or by their options they stay the same; new ones come, others go, ordered ones cannot', async () => {
    const made = await shirt();
    const [small, medium] = made.variants;
    const replaced = await change(made, {
      version: made.version,
      variants: [
        { id: medium!.id, options: medium!.options, price: '999' },
        { options: { Colour: 'Indigo', Size: 'S' }, quantity: 9 },
        { options: { Size: 'L', Colour: 'Indigo' }, price: '1100', quantity: 2 },
      ],
    });
    assert.deepEqual(
      replaced.variants.map(({ title, price, quantity }) => [title, price, quantity]),
      [
        ['M / Indigo', '999.00', 4],
        ['S / Indigo', '900.00', 9],
        ['L / Indigo', '1100.00', 2],
      ],
    );
    assert.deepEqual(
      replaced.variants.slice(0, 2).map(({ id }) => id),
      [medium!.id, small!.id],
    );
    assert.deepEqual(replaced.variants[1]!.sku, small!.sku);

    const without = await change(replaced, { variants: [{ id: small!.id, options: small!.options }] });
    assert.equal(without.variants.length, 1);
    assert.ok(without.version > replaced.version, 'a version never falls');

    const ordered = await shirt();
    await hold(ordered, 1);
    const { id, options } = ordered.variants[1]!;
    assert.equal(await code(change(ordered, { variants: [{ id, options }] })), 'product.variant_invalid');
  });

  const several: Array<[name: string, body: ChangeProduct, code: string]> = [
    ['a quantity of a product with several variants', { quantity: 3, version: 1 }, 'product.variant_required'],
    ['one SKU for several variants', { sku: 'X' }, 'product.variant_required'],
    ['one price where they differ', { price: '1' }, 'product.variant_required'],
    [
      'a variant of another product',
      { variants: [{ id: 1, options: { Size: 'S', Colour: 'Indigo' } }] },
      'product.variant_invalid',
    ],
    ['no variants', { variants: [] }, 'product.variant_invalid'],
    [
      'options that the variants do not fit',
      { options: [{ name: 'Fit', values: ['Slim'] }] },
      'product.variant_invalid',
    ],
  ];
  for (const [name, body, expected] of several) {
    test(`${name}: ${expected}`, async () => assert.equal(await code(change(await shirt(), body)), expected));
  }

  test('another seller’s product is not there, neither to change nor to see as a draft', async () => {
    const made = await makeProduct(shop.product, { category, status: 'draft' }, asSeller(60));
    assert.equal(await code(change(made, { title: 'Mine now' }, asSeller(61))), 'product.not_found');
    assert.equal(await code(readProduct(shop.product, made.id)), 'product.not_found');
    assert.equal(await code(readProduct(shop.product, made.id, asSeller(61))), 'product.not_found');
    assert.equal((await readProduct(shop.product, made.id, asSeller(60))).status, 'draft');
    assert.equal(await code(change(made, { title: 'Still mine' }, asSeller(60))), 'ok');
  });

  test('each change tells who changed which price and level', async () => {
    const made = await makeProduct(shop.product, { category, quantity: 10 });
    await change(made, { price: '99', quantity: 5, version: made.version });
    const rows = await shop.sql(
      `select type, version, data->>'action' as action from outbox
       where entity_id = $1 and type in ('product.created', 'product.updated', 'audit.recorded') order by id`,
      [made.id],
    );
    assert.deepEqual(rows, [
      { type: 'product.created', version: 1, action: null },
      { type: 'product.updated', version: 2, action: null },
      { type: 'audit.recorded', version: 2, action: 'price.changed' },
      { type: 'audit.recorded', version: 2, action: 'stock.set' },
    ]);
  });
});

describe('two at once', () => {
  test('who archive a product at the same moment do it once, and it is told once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const made = await shirt();
      await Promise.all([1, 2, 3].map(() => change(made, { status: 'archived' })));
      const told = await shop.sql(`select id from outbox where type = 'product.archived' and entity_id = $1`, [
        made.id,
      ]);
      assert.equal(told.length, 1);
    }
  });

  test('new products with the same new words are all made, and all found', async () => {
    for (const word of ['palampore', 'dhokra', 'bidriware', 'kalamkari']) {
      const made = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          makeProduct(shop.product, { category, title: `A ${word} no ${index}` }),
        ),
      );
      const { items } = await listOf(shop.product, { q: word });
      assert.deepEqual(items.map(({ id }) => id).sort(), made.map(({ id }) => id).sort());
    }
  });
});
