import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_CART_LINES } from '#contracts/cart/schemas.ts';
import { MAX_MINOR } from '#contracts/common/money.ts';
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import type { CartLine, Facts } from './cart.ts';
import { addUp, followPrices, setQuantity, shortages } from './lines.ts';

const fact = (variantId: number, fields: Partial<VariantSnapshot> = {}): VariantSnapshot => ({
  productId: variantId,
  variantId,
  variantTitle: null,
  title: `Product ${variantId}`,
  sku: null,
  sellerId: 1,
  categoryId: 1,
  categoryPath: [1],
  unitPriceMinor: 1_000,
  currency: 'INR',
  available: 100_000,
  image: null,
  weightGrams: null,
  hsn: null,
  active: true,
  ...fields,
});

const line = (variantId: number, fields: Partial<CartLine> = {}): CartLine => ({
  id: variantId,
  productId: variantId,
  variantId,
  sellerId: 1,
  title: `Product ${variantId}`,
  quantity: 1,
  addedMinor: 1_000,
  shownMinor: 1_000,
  ...fields,
});

const factsOf = (...facts: VariantSnapshot[]): Facts => new Map(facts.map((item) => [item.variantId, item]));

const add = (lines: CartLine[], additions: Array<{ fact: VariantSnapshot; quantity: number }>) =>
  addUp(lines, additions, factsOf(...lines.map((held) => fact(held.variantId)), ...additions.map((item) => item.fact)));

const kindOf = (put: ReturnType<typeof addUp>) => (put.ok ? 'ok' : put.refusal.kind);

test('adding adds up with the line that is there, and within the request', () => {
  const put = add(
    [line(1, { quantity: 2, addedMinor: 700, shownMinor: 800 })],
    [
      { fact: fact(1), quantity: 3 },
      { fact: fact(2), quantity: 1 },
      { fact: fact(1), quantity: 1 },
    ],
  );
  assert.ok(put.ok);
  assert.deepEqual(
    put.lines.map(({ variantId, quantity, addedMinor, shownMinor }) => [variantId, quantity, addedMinor, shownMinor]),
    [
      [1, 6, 700, 1_000],
      [2, 1, 1_000, 1_000],
    ],
  );
});

test('limits: 10,000 units a line, 200 lines, what is in stock, what can be charged', () => {
  const full = Array.from({ length: MAX_CART_LINES }, (_, index) => line(index + 1));
  const table: Array<[CartLine[], VariantSnapshot, number, string]> = [
    [[line(1, { quantity: 9_999 })], fact(1), 1, 'ok'],
    [[line(1, { quantity: 9_999 })], fact(1), 2, 'too_many_units'],
    [full, fact(1), 1, 'ok'],
    [full, fact(999), 1, 'too_many_lines'],
    [[line(1, { quantity: 2 })], fact(1, { available: 3 }), 1, 'ok'],
    [[line(1, { quantity: 2 })], fact(1, { available: 2 }), 1, 'shortage'],
    [[], fact(1, { active: false }), 1, 'shortage'],
    [[], fact(1, { available: -1 }), 1, 'shortage'],
    [[], fact(1, { unitPriceMinor: MAX_MINOR }), 1, 'ok'],
    [[], fact(1, { unitPriceMinor: MAX_MINOR }), 2, 'too_much'],
    [[line(2)], fact(1, { unitPriceMinor: MAX_MINOR }), 1, 'too_much'],
  ];
  for (const [lines, item, quantity, kind] of table) {
    assert.equal(kindOf(add(lines, [{ fact: item, quantity }])), kind, `${lines.length} lines, ${quantity} more`);
  }
});

test('a shortage says what was asked for in all and what there is', () => {
  const put = add([line(1, { quantity: 4 })], [{ fact: fact(1, { available: 5 }), quantity: 2 }]);
  assert.deepEqual(put, {
    ok: false,
    refusal: { kind: 'shortage', lines: [{ productId: 1, variantId: 1, requested: 6, available: 5 }] },
  });
});

test('a quantity can be lowered below what is in stock or not, never raised above it', () => {
  const lines = [line(1, { quantity: 5 })];
  const set = (quantity: number, available: number) =>
    kindOf(setQuantity(lines, lines[0]!, quantity, factsOf(fact(1, { available }))));
  assert.equal(set(4, 2), 'ok');
  assert.equal(set(5, 2), 'ok');
  assert.equal(set(6, 5), 'shortage');
  assert.equal(set(6, 6), 'ok');
});

test('what the catalogue has forgotten is not available, and keeps its price', () => {
  assert.deepEqual(shortages([line(1)], factsOf()), [{ productId: 1, variantId: 1, requested: 1, available: 0 }]);
  assert.deepEqual(followPrices([line(1)], factsOf()), []);
});

test('only lines whose price moved follow the catalogue', () => {
  const moved = followPrices([line(1), line(2)], factsOf(fact(1), fact(2, { unitPriceMinor: 1_100 })));
  assert.deepEqual(
    moved.map(({ variantId, shownMinor, addedMinor }) => [variantId, shownMinor, addedMinor]),
    [[2, 1_100, 1_000]],
  );
});
