import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Admission, admit, type Shelf, type Wanted } from './admission.ts';
import type { HoldState } from './hold-state.ts';

const shelf = (variantId: number, onHand: number, more: Partial<Shelf> = {}): Shelf => ({
  variantId,
  productId: variantId * 10,
  onHand,
  held: 0,
  priceMinor: 100,
  onSale: true,
  ...more,
});
const shelves = (...all: Shelf[]) => new Map(all.map((each) => [each.variantId, each]));
const order = (orderId: number, ...lines: Array<[variantId: number, quantity: number, price?: number]>): Wanted => ({
  orderId,
  lines: lines.map(([variantId, quantity, unitPriceMinor = 100]) => ({ variantId, quantity, unitPriceMinor })),
});
const kinds = (admissions: Admission[]) => admissions.map((admission) => admission.kind);

describe('admission of orders to stock', () => {
  test('orders are served in order of arrival until nothing is left', () => {
    const answers = admit([order(1, [7, 2]), order(2, [7, 2]), order(3, [7, 2])], shelves(shelf(7, 5)), new Map());
    assert.deepEqual(kinds(answers), ['admitted', 'admitted', 'insufficient']);
    assert.deepEqual(answers[2], {
      kind: 'insufficient',
      shortages: [{ productId: 70, variantId: 7, requested: 2, available: 1 }],
    });
  });

  test('a big order that is refused leaves the stock to the smaller ones behind it', () => {
    const answers = admit([order(1, [7, 9]), order(2, [7, 3]), order(3, [7, 2])], shelves(shelf(7, 5)), new Map());
    assert.deepEqual(kinds(answers), ['insufficient', 'admitted', 'admitted']);
  });

  test('an order with one line that is short takes none of its other lines', () => {
    const stock = shelves(shelf(7, 5), shelf(8, 0));
    const answers = admit([order(1, [7, 5], [8, 1]), order(2, [7, 5])], stock, new Map());
    assert.deepEqual(kinds(answers), ['insufficient', 'admitted']);
  });

  test('a variant that stands in two lines is asked for by their sum', () => {
    const [answer] = admit([order(1, [7, 3], [7, 3])], shelves(shelf(7, 5)), new Map());
    assert.deepEqual(answer, {
      kind: 'insufficient',
      shortages: [{ productId: 70, variantId: 7, requested: 6, available: 5 }],
    });
  });

  test('what is held by others is not available', () => {
    const [answer] = admit([order(1, [7, 2])], shelves(shelf(7, 5, { held: 4 })), new Map());
    assert.equal(answer!.kind, 'insufficient');
  });

  test('a variant that is unknown or no longer on sale has nothing available', () => {
    const stock = shelves(shelf(7, 5, { onSale: false }));
    const answers = admit([order(1, [7, 1]), order(2, [99, 1])], stock, new Map());
    assert.deepEqual(
      answers.map((answer) => answer.kind === 'insufficient' && answer.shortages[0]),
      [
        { productId: 70, variantId: 7, requested: 1, available: 0 },
        { productId: null, variantId: 99, requested: 1, available: 0 },
      ],
    );
  });

  test('a price other than the one shown refuses the order and takes nothing', () => {
    const stock = shelves(shelf(7, 5, { priceMinor: 120 }));
    const [answer] = admit([order(1, [7, 1])], stock, new Map());
    const moves = [{ productId: 70, variantId: 7, shownMinor: 100, priceMinor: 120 }];
    assert.deepEqual(answer, { kind: 'price-moved', moves });
    assert.equal(stock.get(7)!.held, 0);
  });

  const known: Array<[HoldState, Admission['kind']]> = [
    ['held', 'held-before'],
    ['sold', 'held-before'],
    ['released', 'refused'],
  ];
  for (const [state, kind] of known) {
    test(`the hold of an order that is ${state} answers ${kind} and takes nothing`, () => {
      const stock = shelves(shelf(7, 5));
      assert.deepEqual(kinds(admit([order(1, [7, 1])], stock, new Map([[1, state]]))), [kind]);
      assert.equal(stock.get(7)!.held, 0);
    });
  }

  test('the same order twice in one batch is taken once', () => {
    const stock = shelves(shelf(7, 5));
    assert.deepEqual(kinds(admit([order(1, [7, 2]), order(1, [7, 2])], stock, new Map())), ['admitted', 'held-before']);
    assert.equal(stock.get(7)!.held, 2);
  });

  test('whatever is asked: never more than there is, and no order is refused that would still have fitted', () => {
    const lines = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 })), {
      minLength: 1,
      maxLength: 4,
    });
    const stocks = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), stocks, (orders, levels) => {
        const stock = shelves(...levels.map((level, index) => shelf(index + 1, level)));
        const free = new Map(levels.map((level, index) => [index + 1, level]));
        const wanted = orders.map((each, index) => order(index + 1, ...each));
        admit(wanted, stock, new Map()).forEach((answer, index) => {
          const sums = new Map<number, number>();
          for (const [id, units] of orders[index]!) sums.set(id, (sums.get(id) ?? 0) + units);
          const fits = [...sums].every(([id, units]) => free.get(id)! >= units);
          assert.equal(answer.kind, fits ? 'admitted' : 'insufficient');
          if (fits) for (const [id, units] of sums) free.set(id, free.get(id)! - units);
        });
        for (const each of stock.values()) assert.equal(each.onHand - each.held, free.get(each.variantId));
      }),
    );
  });
});
