/** Tax rates and shipping methods: every cart is reckoned with them. */
import { percentText } from '#contracts/common/money.ts';
import { type Kept, keep } from '#platform/neighbours/kept.ts';
import type { Neighbours } from '#platform/neighbours/neighbours.ts';
import type { Database } from '#platform/sql/database.ts';
import { foldPostalCode, foldState } from '../domain/place.ts';
import type { Rules } from '../domain/reckon.ts';
import type { ShippingRule } from '../domain/shipping.ts';
import type { TaxRule } from '../domain/tax.ts';
import { activeShippingMethods, type ShippingMethodRow } from './shipping-methods.ts';
import { allTaxRates, type TaxRateRow } from './tax-rates.ts';

export const keepRules = (database: Database<any>, neighbours: Neighbours): Kept<Rules> =>
  keep('cart-rules-changed', neighbours, async () => {
    const [rates, methods] = await Promise.all([allTaxRates(database.kysely), activeShippingMethods(database.kysely)]);
    return { tax: rates.map(toTaxRule), shipping: methods.map(toShippingRule) };
  });

const toTaxRule = (row: TaxRateRow): TaxRule => ({
  percent: percentText(row.percent),
  country: row.country,
  state: row.state_key,
  postalPrefix: row.postal_prefix,
  categoryId: row.category_id,
  included: row.included,
});

const toShippingRule = (row: ShippingMethodRow): ShippingRule => ({
  code: row.code,
  name: row.name,
  priceMinor: row.price_minor,
  freeAboveMinor: row.free_above_minor,
  perKgMinor: row.per_kg_minor,
  tiers: row.tiers,
  maxWeightGrams: row.max_weight_grams,
  countries: row.countries,
  states: row.states.map(foldState),
  postalPrefixes: row.postal_prefixes.map(foldPostalCode),
  minDays: row.min_days,
  maxDays: row.max_days,
});
