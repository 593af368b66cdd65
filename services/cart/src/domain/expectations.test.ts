import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CartAsItIs, differences, type Expectations } from './expectations.ts';

const cart: CartAsItIs = {
  version: 7,
  lines: [
    { productId: 1, variantId: 11, quantity: 2, unitPriceMinor: 500 },
    { productId: 1, variantId: 12, quantity: 1, unitPriceMinor: 600 },
    { productId: 2, variantId: 21, quantity: 1, unitPriceMinor: 900 },
  ],
  priced: { subtotalMinor: 2_500, taxMinor: 450, shippingMinor: 100, totalMinor: 3_050 },
};

const items = [
  { productId: 2, quantity: 1 },
  { productId: 1, variantId: 12, quantity: 1, unitPriceMinor: 600 },
  { productId: 1, quantity: 2, unitPriceMinor: 500 },
];

test('what was sent along is compared, what was left out is not', () => {
  const table: Array<[Expectations, string[]]> = [
    [{}, []],
    [{ version: 7, totalMinor: 3_050, itemsMinor: 2_500, taxMinor: 450, shippingMinor: 100, items }, []],
    [{ version: 6 }, ['cartVersion']],
    [{ version: 0 }, ['cartVersion']],
    [{ totalMinor: 3_049 }, ['total']],
    [{ itemsMinor: 0 }, ['itemsPrice']],
    [{ taxMinor: 0 }, ['taxPrice']],
    [{ shippingMinor: 0 }, ['shippingPrice']],
    [{ items: [] }, ['items']],
    [{ items: items.slice(1) }, ['items']],
    [{ items: [...items, { productId: 3, quantity: 1 }] }, ['items']],
    [{ items: [...items.slice(1), { productId: 2, quantity: 2 }] }, ['items']],
    [{ items: [...items.slice(1), { productId: 2, quantity: 1, unitPriceMinor: 899 }] }, ['items']],
    [{ items: [items[1]!, items[1]!, items[0]!] }, ['items']],
    [{ version: 1, totalMinor: 1 }, ['cartVersion', 'total']],
  ];
  for (const [expected, found] of table) assert.deepEqual(differences(expected, cart), found, JSON.stringify(expected));
});

test('an item without a variant takes what those with one leave', () => {
  const variants = {
    ...cart,
    lines: [11, 12].map((variantId) => ({ productId: 1, variantId, quantity: 1, unitPriceMinor: variantId * 10 })),
  };
  const expected = [
    { productId: 1, quantity: 1 },
    { productId: 1, variantId: 11, quantity: 1 },
  ];
  assert.deepEqual(differences({ items: expected }, variants), []);
  assert.deepEqual(
    differences({ items: [expected[0]!, { productId: 1, quantity: 1, unitPriceMinor: 110 }] }, variants),
    [],
  );
});
