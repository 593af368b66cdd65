/**
 * How well searches of the demo catalogue are answered, measured: for each query what a shopper would want to see, by
 * words of the slug. The figures may not fall; a change of weights, stemming or synonyms shows here what it costs.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { demoCategories, demoProducts } from '#apps/server/demo/catalogue/index.ts';
import { parseMoney } from '#contracts/common/money.ts';
import { listOf } from '../testing/make.ts';
import { openTestProducts, type TestProducts } from '../testing/open.ts';
import { importCategories } from './import-categories.ts';
import { importProducts } from './import-products.ts';

let shop: TestProducts;

before(async () => {
  shop = await openTestProducts();
  const categories = demoCategories.flatMap(({ children = [], ...parent }) => [
    { ...parent, parentSlug: null },
    ...children.map((child) => ({ ...child, parentSlug: parent.slug })),
  ]);
  await importCategories(shop.product, categories);
  const { rows } = await importProducts(
    shop.product,
    demoProducts.map(({ key, title, description, category, attributes, sku, price, stock, popularity }) => ({
      slug: key,
      title,
      description,
      category,
      attributes,
      sellerId: 5,
      popularity,
      variants: [{ sku, options: {}, priceMinor: parseMoney(price, 'INR')!, quantity: stock }],
    })),
  );
  assert.ok(rows.every((row) => row.outcome === 'created'));
});
after(() => shop.close());

/** Right is what holds one of the words in its slug; the first right one counts. */
const queries: Array<[query: string, ...right: string[]]> = [
  ['kurta', 'kurta'],
  ['kurtas', 'kurta'],
  ['kurtaa', 'kurta'],
  ['silk saree', 'silk-saree'],
  ['sari', 'saree', 'sari'],
  ['banarasi', 'banarasi'],
  ['benarasi saree', 'banarasi'],
  ['bed sheet', 'bedsheet', 'sheet'],
  ['bedsheets', 'bedsheet'],
  ['table lamp', 'table-lamp'],
  ['lamps', 'lamp'],
  ['wall clock', 'wall-clock'],
  ['mirror', 'mirror'],
  ['copper bottle', 'copper-water-bottle'],
  ['water bottle', 'bottle'],
  ['presure cooker', 'pressure-cooker'],
  ['pressure cooker', 'pressure-cooker'],
  ['masala dabba', 'masala-dabba'],
  ['chopping board', 'chopping-board'],
  ['chai mug', 'chai-mug'],
  ['cushion cover', 'cushion'],
  ['towel', 'towel'],
  ['curtains', 'curtain'],
  ['wool rug', 'wool-rug'],
  ['tee', 'tee', 't-shirt'],
  ['t-shirt', 't-shirt', 'tee'],
  ['nehru jacket', 'nehru-jacket'],
  ['sneakers', 'sneaker'],
  ['trainers', 'sneaker', 'runner', 'shoe'],
  ['running shoes', 'runner'],
  ['sandal', 'sandal', 'chappal'],
  ['leather boots', 'boot'],
  ['sunglases', 'sunglasses'],
  ['jhumka', 'jhumka'],
  ['necklace', 'necklace', 'choker', 'haram'],
  ['wallet', 'wallet'],
  ['face wash', 'face-wash'],
  ['rose water', 'rose-water'],
  ['candle', 'candle'],
  ['pashmina', 'pashmina'],
  ['terracotta', 'terracotta', 'kulhad', 'clay'],
  ['blue pottery', 'blue-pottery'],
  ['madhubani', 'madhubani'],
  ['vase', 'vase', 'amphora'],
  ['khadi', 'khadi'],
  ['lehanga', 'lehenga'],
  ['dhurrie', 'dhurrie'],
  ['razai', 'razai'],
  ['quilt', 'razai', 'quilt', 'dohar'],
  ['mojari', 'mojari'],
];

describe('relevance of searches over the demo catalogue', () => {
  test('nearly every query finds what is meant, first or among the first three', async () => {
    const misses: string[] = [];
    let reciprocalRanks = 0;
    for (const [query, ...right] of queries) {
      const { items } = await listOf(shop.product, { q: query, limit: 10 });
      const place = items.findIndex((item) => right.some((word) => item.slug.includes(word)));
      reciprocalRanks += place < 0 ? 0 : 1 / (place + 1);
      if (place < 0 || place > 2)
        misses.push(
          `${query}: ${items
            .slice(0, 3)
            .map((item) => item.slug)
            .join(', ')}`,
        );
    }
    const mean = reciprocalRanks / queries.length;
    assert.deepEqual(misses, []);
    assert.ok(mean >= 0.97, `mean reciprocal rank ${mean.toFixed(3)}`);
  });

  test('a prefix that is still being typed already leads there', async () => {
    for (const [typed, word] of [
      ['kur', 'kurta'],
      ['silk sar', 'saree'],
      ['pres', 'pressure'],
      ['table la', 'table-lamp'],
    ]) {
      const { items } = await listOf(shop.product, { q: typed!, limit: 3 });
      assert.ok(
        items.some((item) => item.slug.includes(word!)),
        `${typed}: ${items.map((item) => item.slug)}`,
      );
    }
  });
});
