import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_MINOR } from '#contracts/common/money.ts';
import { placeOf } from './place.ts';
import { type ShippingRule, shippingOffers } from './shipping.ts';

const method = (fields: Partial<ShippingRule> = {}): ShippingRule => ({
  code: 'standard',
  name: 'Standard',
  priceMinor: 5_000,
  freeAboveMinor: null,
  perKgMinor: null,
  tiers: [],
  maxWeightGrams: null,
  countries: [],
  states: [],
  postalPrefixes: [],
  minDays: 1,
  maxDays: 2,
  ...fields,
});

const parcel = (fields: { weightGrams?: number; subtotalMinor?: number; state?: string; postalCode?: string } = {}) => {
  const { weightGrams = 1_500, subtotalMinor = 10_000, state = 'Kerala', postalCode = '682 001' } = fields;
  return { place: placeOf({ country: 'IN', state, postalCode }), weightGrams, subtotalMinor };
};

const priceOf = (rule: ShippingRule, of = parcel()) => shippingOffers([rule], of)[0]?.priceMinor ?? null;

test('what a parcel costs; null is not served', () => {
  const tiers = [
    { upToGrams: 1_000, priceMinor: 3_000 },
    { upToGrams: 2_000, priceMinor: 6_000 },
  ];
  const table: Array<[Partial<ShippingRule>, Parameters<typeof parcel>[0], number | null]> = [
    [{}, {}, 5_000],
    [{ freeAboveMinor: 10_001 }, {}, 5_000],
    [{ freeAboveMinor: 10_000 }, {}, 0],
    [{ perKgMinor: 1_000 }, { weightGrams: 0 }, 5_000],
    [{ perKgMinor: 1_000 }, { weightGrams: 1 }, 6_000],
    [{ perKgMinor: 1_000 }, { weightGrams: 1_000 }, 6_000],
    [{ perKgMinor: 1_000 }, { weightGrams: 1_001 }, 7_000],
    [{ perKgMinor: MAX_MINOR }, { weightGrams: 20_000_000_000_000 }, MAX_MINOR],
    [{ tiers }, { weightGrams: 1_000 }, 3_000],
    [{ tiers }, { weightGrams: 1_001 }, 6_000],
    [{ tiers }, { weightGrams: 2_001 }, null],
    [{ tiers, freeAboveMinor: 1 }, {}, 0],
    [{ maxWeightGrams: 1_500 }, {}, 5_000],
    [{ maxWeightGrams: 1_499 }, {}, null],
    [{ countries: ['US', 'IN'] }, {}, 5_000],
    [{ countries: ['US'] }, {}, null],
    [{ states: ['kerala'] }, {}, 5_000],
    [{ states: ['goa'] }, {}, null],
    [{ postalPrefixes: ['682'] }, {}, 5_000],
    [{ postalPrefixes: ['560'] }, {}, null],
  ];
  for (const [rule, of, cost] of table)
    assert.equal(priceOf(method(rule), parcel(of)), cost, JSON.stringify([rule, of]));
});
