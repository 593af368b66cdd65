// The demo catalogue is data; these tests are what keeps it whole: references, prices, words, and a picture for each.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import sharp from 'sharp';
import { demoAccounts, demoPassword } from './accounts.ts';
import { demoCategories, demoProducts, demoSellers } from './catalogue/index.ts';
import { demoDiscounts } from './discounts.ts';
import { composeAll, sceneFaults } from './pictures.ts';
import { demoShippingMethods } from './shipping.ts';
import { syntheticProducts } from './synthetic.ts';
import { demoTaxRates } from './tax.ts';

const price = /^\d{1,6}\.\d{2}$/;
const slug = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

const repeated = (values: string[]): string[] => values.filter((value, at) => values.indexOf(value) !== at);

describe('the demo catalogue', () => {
  const children = demoCategories.flatMap((category) => category.children ?? []);

  it('is large enough to try a shop with', () => {
    assert.ok(demoProducts.length >= 320, `${demoProducts.length} products`);
    assert.ok(demoCategories.length >= 14);
    for (const category of demoCategories) assert.ok((category.children?.length ?? 0) >= 2, category.slug);
    assert.ok(demoSellers.length >= 8);
  });

  it('repeats no key, SKU, title or description', () => {
    assert.deepEqual(repeated(demoProducts.map((product) => product.key)), []);
    assert.deepEqual(
      repeated(demoProducts.flatMap((product) => [product.sku, ...(product.variants ?? []).map((one) => one.sku)])),
      [],
    );
    assert.deepEqual(repeated(demoProducts.map((product) => product.title.toLowerCase())), []);
    assert.deepEqual(repeated(demoProducts.map((product) => product.description)), []);
    const sentences = demoProducts
      .flatMap((product) => product.description.split(/(?<=[.!?]) /))
      .filter((sentence) => sentence.length > 34);
    assert.deepEqual(repeated(sentences), [], 'a sentence in two descriptions');
    assert.deepEqual(repeated([...demoCategories, ...children].map((category) => category.slug)), []);
  });

  it('has well-formed slugs and prices, and prices before that are higher', () => {
    for (const one of [...demoProducts.map((product) => product.key), ...children.map((child) => child.slug)])
      assert.match(one, slug);
    for (const product of demoProducts) {
      assert.match(product.price, price, product.key);
      if (product.compareAtPrice) {
        assert.match(product.compareAtPrice, price, product.key);
        assert.ok(Number(product.compareAtPrice) > Number(product.price), product.key);
      }
      for (const variant of product.variants ?? []) if (variant.price) assert.match(variant.price, price, variant.sku);
    }
  });

  it('refers only to categories and sellers there are, and leaves none empty', () => {
    const slugs = new Set(children.map((child) => child.slug));
    const sellers = new Set(demoSellers.map((seller) => seller.key));
    for (const product of demoProducts) {
      assert.ok(slugs.has(product.category), `${product.key}: ${product.category}`);
      assert.ok(sellers.has(product.seller), `${product.key}: ${product.seller}`);
    }
    for (const child of children)
      assert.ok(
        demoProducts.some((product) => product.category === child.slug),
        child.slug,
      );
    for (const seller of sellers)
      assert.ok(
        demoProducts.some((product) => product.seller === seller),
        seller,
      );
    const tops = new Set(demoCategories.map((category) => category.slug));
    for (const rate of demoTaxRates)
      assert.ok(rate.categorySlug === null || tops.has(rate.categorySlug), String(rate.categorySlug));
    for (const discount of demoDiscounts)
      assert.ok(!discount.categorySlug || tops.has(discount.categorySlug), discount.code);
  });

  it('has stock of every kind, and as much as its variants together', () => {
    assert.ok(demoProducts.filter((product) => product.stock === 0).length >= 3);
    assert.ok(demoProducts.filter((product) => product.stock > 0 && product.stock < 5).length >= 10);
    const withVariants = demoProducts.filter((product) => product.variants);
    assert.ok(withVariants.length >= 40);
    for (const product of withVariants) {
      const combinations = (product.options ?? []).reduce((all, option) => all * option.values.length, 1);
      assert.equal(product.variants?.length, combinations, product.key);
      assert.equal(
        product.stock,
        product.variants?.reduce((sum, variant) => sum + variant.stock, 0),
        product.key,
      );
    }
  });

  it('has people for every role, and sellers with a shop', () => {
    const keys = new Set(demoSellers.map((seller) => seller.key));
    for (const role of ['admin', 'seller', 'delivery', 'customer'])
      assert.ok(
        demoAccounts.some((account) => account.role === role),
        role,
      );
    for (const account of demoAccounts) {
      assert.match(account.email, /@example\.com$/);
      assert.equal(account.password, demoPassword);
      assert.equal(account.role === 'seller', account.seller !== undefined && keys.has(account.seller), account.email);
    }
    for (const seller of demoSellers) assert.match(seller.gstin, /^\d{2}[A-Z]{5}\d{4}[A-Z]\dZ[0-9A-Z]$/);
    assert.equal(demoShippingMethods.length, 3);
  });
});

describe('the demo pictures', () => {
  const side = 16;
  const thumbnails = new Map<string, Uint8Array>();

  before(async () => {
    for (const product of demoProducts) assert.deepEqual(sceneFaults(product.scene), [], product.key);
    await composeAll(demoProducts, async (key, picture) => {
      const { width, height, format } = await sharp(picture).metadata();
      assert.equal(format, 'webp');
      assert.ok(width >= 800 && width === height, `${key}: ${width} x ${height}`);
      thumbnails.set(key, await sharp(picture).resize(side, side, { fit: 'fill' }).removeAlpha().raw().toBuffer());
    });
  });

  it('are one for each product', () => {
    assert.equal(thumbnails.size, demoProducts.length);
  });

  it('differ from one another at a glance', () => {
    const all = [...thumbnails];
    const alike: string[] = [];
    for (const [at, [key, one]] of all.entries()) {
      for (const [otherKey, other] of all.slice(at + 1)) {
        let distance = 0;
        for (let i = 0; i < one.length; i += 1) distance += Math.abs(one[i]! - other[i]!);
        // The mean difference of a channel, of 255; two renderings of one scene differ by less than 1.
        if (distance / one.length < 5) alike.push(`${key} and ${otherKey}: ${(distance / one.length).toFixed(2)}`);
      }
    }
    assert.deepEqual(alike, []);
  });
});

describe('the synthetic catalogue', () => {
  it('is the same for the same seed and another for another', () => {
    const take = (seed: number) => [...syntheticProducts(50, seed)];
    assert.deepEqual(take(7), take(7));
    assert.notDeepEqual(take(7)[0]?.title, take(8)[0]?.title);
  });

  it('makes tens of thousands of well-formed products at once', () => {
    const products = [...syntheticProducts(20_000, 1)];
    assert.equal(new Set(products.map((product) => product.key)).size, products.length);
    assert.equal(new Set(products.map((product) => product.sku)).size, products.length);
    assert.equal(new Set(products.map((product) => product.title)).size, products.length);
    const slugs = new Set(demoCategories.flatMap((category) => category.children ?? []).map((child) => child.slug));
    for (const product of products) {
      assert.match(product.price, price);
      assert.ok(slugs.has(product.category));
      assert.ok(!product.compareAtPrice || Number(product.compareAtPrice) > Number(product.price));
    }
  });
});
