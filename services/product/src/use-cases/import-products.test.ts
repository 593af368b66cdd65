import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import type { ImportedProduct } from '#contracts/product/schemas.ts';
import { closeChecked, listOf, readProduct } from '../testing/make.ts';
import { openTestProducts, type TestProducts } from '../testing/open.ts';
import { importCategories } from './import-categories.ts';
import { importProducts } from './import-products.ts';

let shop: TestProducts;

before(async () => {
  shop = await openTestProducts();
});
after(() => closeChecked(shop));

const row = (slug: string, more: Partial<ImportedProduct> = {}): ImportedProduct => ({
  slug,
  title: `Title of ${slug}`,
  description: 'Imported',
  sellerId: 5,
  category: 'lamps',
  variants: [{ sku: `SKU-${slug}`, options: {}, priceMinor: 29_900, quantity: 4 }],
  ...more,
});
const outcomes = async (rows: ImportedProduct[]) =>
  (await importProducts(shop.product, rows)).rows.map(({ outcome, code }) => code ?? outcome);

describe('importing', () => {
  test('categories come in one list, parents first; a second run changes nothing', async () => {
    const rows = [
      { slug: 'home', name: 'Home' },
      { slug: 'lamps', name: 'Lamps', parentSlug: 'home' },
      { slug: 'lost', name: 'Lost', parentSlug: 'nowhere' },
    ];
    const first = await importCategories(shop.product, rows);
    assert.deepEqual(
      first.rows.map(({ outcome, code }) => code ?? outcome),
      ['created', 'created', 'category.not_found'],
    );
    const second = await importCategories(shop.product, rows.slice(0, 2));
    assert.deepEqual(
      second.rows.map(({ id, outcome }) => [id, outcome]),
      [
        [first.rows[0]!.id, 'exists'],
        [first.rows[1]!.id, 'exists'],
      ],
    );
  });

  test('products come with stock, variants, age and popularity, are found at once, and a second run changes nothing', async () => {
    const rows = [
      row('brass-diya', { createdAt: '2026-01-05T10:00:00.000Z', popularity: 9, attributes: { material: 'Brass' } }),
      row('shade', {
        options: [{ name: 'Size', values: ['S', 'M'] }],
        variants: ['S', 'M'].map((size, index) => ({
          sku: `SHADE-${size}`,
          options: { Size: size },
          priceMinor: 1_000 + index,
          compareAtMinor: 2_000,
          quantity: index,
        })),
      }),
    ];
    assert.deepEqual(await outcomes(rows), ['created', 'created']);
    assert.deepEqual(await outcomes(rows), ['exists', 'exists']);
    const { items } = await listOf(shop.product, { category: 'home', sort: 'popular' });
    assert.deepEqual(
      items.map(({ slug, price, quantity }) => [slug, price, quantity]),
      [
        ['brass-diya', '299.00', 4],
        ['shade', '10.00', 1],
      ],
    );
    assert.equal(items[0]!.createdAt, '2026-01-05T10:00:00.000Z');
    assert.deepEqual(
      (await listOf(shop.product, { q: 'diyas of brass' })).items.map(({ slug }) => slug),
      ['brass-diya'],
    );
  });

  test('a row at fault is rejected with its reason and stops no other', async () => {
    const answers = await outcomes([
      row('good-a'),
      row('good-a', { title: 'The same slug' }),
      row('no-category', { category: 'nowhere' }),
      row('no-fit', { options: [{ name: 'Size', values: ['S'] }] }),
      row('taken-sku', { variants: [{ sku: 'SKU-good-a', options: {}, priceMinor: 1, quantity: 1 }] }),
      row('good-b'),
    ]);
    assert.deepEqual(answers, [
      'created',
      'product.slug_taken',
      'category.not_found',
      'product.variant_invalid',
      'product.sku_taken',
      'created',
    ]);
  });

  test('two imports of the same rows at once make each product once', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => row(`twice-${index}x`));
    const both = await Promise.all([outcomes(rows), outcomes(rows)]);
    const made = both.flat().filter((outcome) => outcome === 'created').length;
    assert.equal(made, 60);
    assert.equal((await shop.sql(`select count(*) as n from product where slug like 'twice-%'`))[0].n, 60);
  });

  test('pictures are taken from the file store; one that is not there is left out', async () => {
    const picture = { width: 40, height: 30, channels: 3, background: '#b34' } as const;
    await shop.product.files.put('demo/a.png', await sharp({ create: picture }).png().toBuffer());
    const images = [{ key: 'demo/missing.png' }, { key: 'demo/a.png', alt: 'Red' }];
    assert.deepEqual(await outcomes([row('pictured', { images }), row('pictured-too', { images })]), [
      'created',
      'created',
    ]);
    const [found] = await shop.sql(`select id from product where slug = 'pictured'`);
    const shown = (await readProduct(shop.product, found.id)).images;
    assert.deepEqual(
      shown.map(({ alt, width, height }) => [alt, width, height]),
      [['Red', 40, 30]],
    );
    assert.match(shown[0]!.url, /^\/media\/products\/[0-9a-f]{40}-1600\.webp$/);
    assert.equal((await shop.sql('select count(*) as n from picture'))[0].n, 1);
  });
});
