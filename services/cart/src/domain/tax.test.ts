import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf } from './place.ts';
import { type TaxRule, taxRuleFor } from './tax.ts';

const rule = (name: string, fields: Partial<TaxRule> = {}): TaxRule & { name: string } => ({
  name,
  percent: '18',
  country: '',
  state: '',
  postalPrefix: '',
  categoryId: 0,
  included: false,
  ...fields,
});

const rules = [
  rule('everywhere'),
  rule('india', { country: 'IN' }),
  rule('food', { categoryId: 10 }),
  rule('indian food', { country: 'IN', categoryId: 10 }),
  rule('indian tea', { country: 'IN', categoryId: 11 }),
  rule('karnataka', { country: 'IN', state: 'karnataka' }),
  rule('karnataka food', { country: 'IN', state: 'karnataka', categoryId: 10 }),
  rule('bengaluru', { country: 'IN', postalPrefix: '560' }),
  rule('jayanagar', { country: 'IN', postalPrefix: '56001' }),
];

test('the rule that says most about category and place wins', () => {
  const table: Array<[Parameters<typeof placeOf>[0], number[], string]> = [
    [{ country: 'US' }, [1], 'everywhere'],
    [{ country: 'US' }, [10], 'food'],
    [{ country: 'IN' }, [1], 'india'],
    [{ country: 'IN' }, [10], 'indian food'],
    [{ country: 'IN' }, [10, 11], 'indian tea'],
    [{ country: 'IN', state: 'Karnataka' }, [1], 'karnataka'],
    [{ country: 'IN', state: ' KARNATAKA ' }, [10, 12], 'karnataka food'],
    [{ country: 'IN', state: 'Karnataka' }, [10, 11], 'indian tea'],
    [{ country: 'IN', state: 'Karnataka', postalCode: '560 100' }, [1], 'bengaluru'],
    [{ country: 'IN', postalCode: '560-011' }, [1], 'jayanagar'],
    [{ country: 'US', postalCode: '56001' }, [1], 'everywhere'],
    [{ country: '' }, [], 'everywhere'],
  ];
  for (const [destination, path, name] of table) {
    for (const order of [rules, [...rules].reverse()]) {
      const found = taxRuleFor(order, placeOf(destination), path) as { name: string } | null;
      assert.equal(found?.name, name, JSON.stringify([destination, path]));
    }
  }
});

test('without a fitting rule there is no tax', () => {
  assert.equal(taxRuleFor([], placeOf({ country: 'IN' }), [1]), null);
  assert.equal(taxRuleFor([rule('us', { country: 'US' })], placeOf({ country: 'IN' }), [1]), null);
  assert.equal(taxRuleFor([rule('food', { categoryId: 10 })], placeOf({ country: 'IN' }), [1]), null);
});
