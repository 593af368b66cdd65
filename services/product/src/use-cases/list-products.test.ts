import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { ImportedProduct, Product } from '#contracts/product/schemas.ts';
import { allPages, listOf, makeCategory, makeProduct } from '../testing/make.ts';
import { asAdmin, asCustomer, asSeller, asVisitor, openTestProducts, type TestProducts } from '../testing/open.ts';
import { updateCategory } from './change-categories.ts';
import { importProducts } from './import-products.ts';
import { suggest } from './suggest.ts';

let shop: TestProducts;
const ids: Record<string, number> = {};

before(async () => {
  shop = await openTestProducts();
  const { product } = shop;
  // Home → Lamps → Diyas, and Toys beside it.
  for (const [name, parent] of [['Home'], ['Lamps', 'Home'], ['Diyas', 'Lamps'], ['Toys']]) {
    ids[name!] = (await makeCategory(product, name!, parent === undefined ? undefined : ids[parent])).id;
  }
  // Many equal sort keys: prices of three kinds, two moments, two popularities.
  const rows = Array.from({ length: 45 }, (_, index): ImportedProduct => {
    const sku = `N-${index}`;
    return {
      slug: `numbered-${index}`,
      title: `Numbered thing ${index}`,
      description: '',
      sellerId: 10 + (index % 3),
      category: ['home', 'lamps', 'diyas'][index % 3]!,
      variants: [{ sku, options: {}, priceMinor: 1_000 * (1 + (index % 3)), quantity: index % 5 === 0 ? 0 : 3 }],
      attributes: { Colour: index % 2 ? 'Red' : 'Blue', Count: index },
      popularity: index % 2,
      createdAt: index % 2 ? '2026-01-01T00:00:00.000Z' : '2026-01-02T00:00:00.000Z',
    };
  });
  const { rows: results } = await importProducts(product, rows);
  assert.ok(results.every((row) => row.outcome === 'created'));
});
after(() => shop.close());

const list = (query: object) => listOf(shop.product, query);
const titles = (items: Product[]) => items.map((item) => item.title);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => error.code as string,
  );

describe('pages', () => {
  const keys: Record<string, (item: Product) => string | number> = {
    newest: (item) => -Date.parse(item.createdAt),
    popular: () => 0,
    price: (item) => Number(item.price),
    '-price': (item) => -Number(item.price),
  };
  for (const sort of Object.keys(keys)) {
    for (const scope of ['everything', 'a category', 'words', 'facts']) {
      test(`by ${sort}, ${scope}: following the cursor shows every product once, in order, though many keys are equal`, async () => {
        const narrow = {
          everything: {},
          'a category': { category: ids.Home },
          words: { q: 'numbered' },
          facts: { attributes: 'colour:red' },
        };
        const query = narrow[scope as keyof typeof narrow];
        const items = await allPages(shop.product, { ...query, sort, limit: 7 });
        assert.equal(items.length, scope === 'facts' ? 22 : 45);
        assert.equal(new Set(items.map((item) => item.id)).size, items.length);
        const inOrder = items.map(keys[sort]!);
        assert.deepEqual(
          inOrder,
          inOrder.toSorted((a, b) => Number(a) - Number(b)),
        );
        const byNumber: Product[] = [];
        for (let page = 1; page <= 7; page += 1)
          byNumber.push(...(await list({ ...query, sort, limit: 7, page })).items);
        assert.deepEqual(
          byNumber.map((item) => item.id),
          items.map((item) => item.id),
        );
      });
    }
  }

  test('by relevance too', async () => {
    const items = await allPages(shop.product, { q: 'thing', limit: 4 });
    assert.equal(new Set(items.map((item) => item.id)).size, 45);
  });

  test('a product that is created while one pages changes nothing of what follows', async () => {
    const query = { category: ids.Home, sort: 'newest', limit: 20 };
    const first = await list(query);
    const made = await makeProduct(shop.product, { category: ids.Home!, title: 'Made meanwhile' });
    const rest = await list({ ...query, cursor: first.nextCursor });
    const last = await list({ ...query, cursor: rest.nextCursor });
    const all = [...first.items, ...rest.items, ...last.items].map((item) => item.id);
    assert.equal(new Set(all).size, 45);
    assert.ok(!all.includes(made.id));
    await shop.product.database.kysely.deleteFrom('product').where('id', '=', made.id).execute();
    shop.product.catalogue.orderChanged();
  });

  test('the total is told with page numbers', async () => {
    assert.equal((await list({ page: 1 })).total, 45);
    assert.equal((await list({ page: 1, category: ids.Diyas })).total, 15);
    assert.equal((await list({ page: 3, limit: 20 })).items.length, 5);
    assert.equal((await list({})).total, undefined);
  });

  test('a cursor that was not given out, or with another sort, is refused', async () => {
    const { nextCursor } = await list({ sort: 'price', limit: 5 });
    assert.equal(await code(list({ sort: 'newest', cursor: nextCursor })), 'validation.failed');
    for (const parts of [
      ['newest0', 'now', 1],
      ['newest0', 1, 1],
      ['popular0', 1e12, 1],
      ['price0', 'x', 1],
    ]) {
      const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
      const sort = String(parts[0]).slice(0, -1);
      assert.equal(await code(list({ sort, cursor })), 'validation.failed', JSON.stringify(parts));
    }
    await fc.assert(
      fc.asyncProperty(fc.string(), async (cursor) => assert.equal(await code(list({ cursor })), 'validation.failed')),
      { numRuns: 30 },
    );
  });
});

describe('filters', () => {
  const table: Array<[name: string, query: () => object, count: number]> = [
    ['a category holds what is below it', () => ({ category: ids.Home }), 45],
    ['by slug, and a lower level', () => ({ category: 'lamps' }), 30],
    ['the lowest level', () => ({ category: ids.Diyas }), 15],
    ['an empty category', () => ({ category: 'toys' }), 0],
    ['a seller', () => ({ seller: 11 }), 15],
    ['a range of prices holds both ends', () => ({ minPrice: '10', maxPrice: '20.00' }), 30],
    ['a lowest price only', () => ({ minPrice: '20.01' }), 15],
    ['a range that is empty', () => ({ minPrice: '30.01', maxPrice: '40' }), 0],
    ['in stock', () => ({ inStock: true }), 36],
    ['attributes, whatever their case', () => ({ attributes: 'colour:RED' }), 22],
    ['several attributes: all of them', () => ({ attributes: 'Colour:Red,count:7' }), 1],
    ['words within a category and in stock', () => ({ q: 'numbered', category: 'diyas', inStock: true }), 12],
    ['words with a price range', () => ({ q: 'things', maxPrice: '10' }), 15],
    ['words of a seller by price', () => ({ q: 'thing', seller: 10, sort: '-price' }), 15],
    ['rating, where nothing is rated', () => ({ minRating: 4 }), 0],
    ['facts within a category of a seller', () => ({ attributes: 'colour:blue', category: 'home', seller: 12 }), 8],
  ];
  for (const [name, query, count] of table) {
    test(name, async () => {
      const { items, total } = await list({ ...query(), limit: 100, page: 1 });
      assert.equal(items.length, count);
      assert.equal(total, count);
    });
  }

  test('an unknown category is not found; an amount that is none is refused', async () => {
    assert.equal(await code(list({ category: 987_654 })), 'category.not_found');
    assert.equal(await code(list({ category: 'no-such' })), 'category.not_found');
    assert.equal(await code(list({ minPrice: '1.005' })), 'validation.failed');
    assert.equal(await code(list({ attributes: 'red' })), 'validation.failed');
  });

  test('facets count what matches, by category with its parents, seller and attribute', async () => {
    const { facets, total } = await list({ category: 'lamps', facets: true });
    assert.equal(total, 30);
    const counts = Object.fromEntries(facets.categories.map((each: any) => [each.slug, each.count]));
    assert.deepEqual(counts, { home: 30, lamps: 30, diyas: 15 });
    assert.deepEqual(
      facets.sellers.map((each: any) => [each.id, each.count]),
      [
        [11, 15],
        [12, 15],
      ],
    );
    const colours = facets.attributes.find((each: any) => each.name === 'Colour').values;
    assert.deepEqual(colours, [
      { value: 'Blue', count: 15 },
      { value: 'Red', count: 15 },
    ]);
    assert.deepEqual(facets.price, { min: '20.00', max: '30.00' });
    assert.equal((await list({ q: 'xyzzyx', facets: true })).facets.price, null);
  });

  test('a moved category takes its products along', async () => {
    const move = (parentId: number | null) =>
      updateCategory(shop.product, { params: { id: ids.Lamps! }, query: undefined, body: { parentId } });
    await move(ids.Toys!);
    assert.equal((await list({ category: 'toys', page: 1 })).total, 30);
    assert.equal((await list({ category: 'home', page: 1 })).total, 15);
    await move(ids.Home!);
    assert.equal((await list({ category: 'toys', page: 1 })).total, 0);
  });
});

describe('drafts and archived products', () => {
  test('are listed for their seller and for who manages products, and for nobody else', async () => {
    const draft = await makeProduct(
      shop.product,
      { category: ids.Toys!, status: 'draft', title: 'Secret' },
      asSeller(61),
    );
    const seen = async (context: Parameters<typeof listOf>[2], query = {}) =>
      (await listOf(shop.product, { status: 'draft', ...query }, context)).items.map((item) => item.id);
    assert.deepEqual(await seen(asSeller(61)), [draft.id]);
    assert.deepEqual(await seen(asAdmin()), [draft.id]);
    assert.deepEqual(await seen(asSeller(62)), []);
    assert.deepEqual(await seen(asSeller(62), { seller: 61 }), []);
    assert.deepEqual(await seen(asCustomer(), { seller: 61 }), []);
    assert.equal(await code(seen(asVisitor())), 'auth.required');
    assert.deepEqual((await list({ q: 'secret' })).items, []);
    assert.deepEqual((await list({ category: 'toys' })).items, []);
  });
});

describe('search', () => {
  before(async () => {
    const { product } = shop;
    const make = (title: string, description: string, attributes = {}) =>
      makeProduct(product, { category: ids.Toys!, title, description, attributes }, asSeller(70));
    await make('Handwoven cotton running kurta', 'For summer days.', { Brand: 'Anokhi' });
    await make('Crème brûlée torch', 'For the kitchen.');
    await make('Teak armchair', 'A chair to sit in beside a cotton throw.');
    await make('Velvet couch', 'Seats three.');
    await make('हल्दी पाउडर', 'Turmeric.');
    await make('Steel bottle 1.5 L', "It's for tea & <b>coffee</b>.");
  });

  const found = async (q: string, query = {}) => titles((await list({ q, seller: 70, ...query })).items);
  const table: Array<[name: string, q: string, first: string | undefined]> = [
    ['a word of the title', 'kurta', 'Handwoven cotton running kurta'],
    ['another form of the word', 'kurtas', 'Handwoven cotton running kurta'],
    ['the stem of a word', 'runs', 'Handwoven cotton running kurta'],
    ['without the accents', 'creme brulee', 'Crème brûlée torch'],
    ['with accents that are not there', 'tòrch', 'Crème brûlée torch'],
    ['the beginning of the last word', 'cotton kur', 'Handwoven cotton running kurta'],
    ['in capitals', 'TEAK', 'Teak armchair'],
    ['a brand', 'anokhi', 'Handwoven cotton running kurta'],
    ['a word with a typing error', 'kurtaa', 'Handwoven cotton running kurta'],
    ['two words with typing errors', 'velvett cuoch', 'Velvet couch'],
    ['a synonym', 'sofa', 'Velvet couch'],
    ['another script', 'हल्दी', 'हल्दी पाउडर'],
    ['a number', '1.5', 'Steel bottle 1.5 L'],
    ['all words where they are, any where they are not', 'teak helicopter', 'Teak armchair'],
    ['nothing of the kind', 'xylophonist', undefined],
  ];
  for (const [name, q, first] of table) {
    test(`finds by ${name}: ${q}`, async () => assert.equal((await found(q))[0], first));
  }

  test('the title counts more than the description', async () => {
    assert.deepEqual(await found('cotton'), ['Handwoven cotton running kurta', 'Teak armchair']);
  });

  test('more words narrow, they never widen', async () => {
    assert.deepEqual(await found('cotton chair'), ['Teak armchair']);
  });

  test('a SKU finds its product', async () => {
    assert.deepEqual(titles((await list({ q: 'N-17' })).items).slice(0, 1), ['Numbered thing 17']);
  });

  test('what is written in another language of computers is only words', async () => {
    const strange = [
      "'",
      "''",
      '"',
      '\\',
      "a' | 'b",
      ':*',
      '!',
      '()',
      '&&&',
      '<->',
      "x:*'",
      '%',
      '_',
      '--',
      ';',
      '\u200b',
      '💥',
      ' '.repeat(200),
    ];
    for (const q of strange) await list({ q });
    for (const q of strange)
      await suggest(shop.product, { params: undefined, query: { q, limit: 8 }, body: undefined });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (q) => void (await list({ q }))),
      { numRuns: 60 },
    );
  });

  test('suggestions: categories and products that begin so, and what a misspelt word may have meant', async () => {
    const suggestions = async (q: string) =>
      (await suggest(shop.product, { params: undefined, query: { q, limit: 8 }, body: undefined })).items;
    assert.deepEqual((await suggestions('diy')).map(({ kind, text }) => [kind, text])[0], ['category', 'Diyas']);
    const [teak] = await suggestions('tea');
    assert.deepEqual([teak!.kind, teak!.text], ['product', 'Teak armchair']);
    assert.deepEqual(
      (await suggestions('armchairr')).map(({ kind, text }) => [kind, text]),
      [
        ['query', 'armchair'],
        ['product', 'Teak armchair'],
      ],
    );
    assert.deepEqual(await suggestions('!!'), []);
  });
});
