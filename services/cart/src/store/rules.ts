/**
 * Tax rates and shipping methods, kept in memory: every cart is reckoned with them and they hardly ever change. A write in
 * this process drops them at once and tells the other replicas; who does not hear sees it within a second.
 */
import { percentText } from '#contracts/common/money.ts';
import type { Neighbours } from '#platform/neighbours/neighbours.ts';
import type { Database } from '#platform/sql/database.ts';
import { foldPostalCode, foldState } from '../domain/place.ts';
import type { Rules } from '../domain/reckon.ts';
import type { ShippingRule } from '../domain/shipping.ts';
import type { TaxRule } from '../domain/tax.ts';
import { activeShippingMethods, type ShippingMethodRow } from './shipping-methods.ts';
import { allTaxRates, type TaxRateRow } from './tax-rates.ts';

const FRESH_MS = 1_000;
const TOPIC = 'cart-rules-changed';

export interface KeptRules {
  current(): Promise<Rules>;
  /** After a write has committed. */
  drop(): void;
}

export function keepRules(database: Database<any>, neighbours: Neighbours): KeptRules {
  let kept: Rules | undefined;
  let readAtMs = 0;
  let generation = 0;
  let filling: Promise<Rules> | undefined;

  async function fill(): Promise<Rules> {
    const began = generation;
    const startedMs = Date.now();
    const [rates, methods] = await Promise.all([allTaxRates(database.kysely), activeShippingMethods(database.kysely)]);
    const rules = { tax: rates.map(toTaxRule), shipping: methods.map(toShippingRule) };
    // Somebody wrote while we read: what we hold may be from before.
    if (began !== generation) return fill();
    kept = rules;
    readAtMs = startedMs;
    return rules;
  }

  function forget(): void {
    generation += 1;
    kept = undefined;
  }

  neighbours.hear(TOPIC, forget);
  neighbours.onGap(forget);
  return {
    async current() {
      if (kept && Date.now() - readAtMs < FRESH_MS) return kept;
      filling ??= fill().finally(() => {
        filling = undefined;
      });
      return filling;
    },
    drop() {
      forget();
      neighbours.tell(TOPIC, null);
    },
  };
}

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
