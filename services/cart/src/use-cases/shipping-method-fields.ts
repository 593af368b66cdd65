/** Shipping methods between the API and the table. */

import type { Updateable } from 'kysely';
import type { Static } from 'typebox';
import type { ChangeShippingMethod, ShippingMethod } from '#contracts/cart/schemas.ts';
import { formatMoney, moneyFrom } from '#contracts/common/money.ts';
import { invalid } from '#platform/errors/problem.ts';
import type { ShippingMethodRow } from '../store/shipping-methods.ts';
import type { ShippingMethodTable } from '../store/tables.ts';

type Fields = Static<typeof ChangeShippingMethod>;
type Columns = Updateable<ShippingMethodTable>;

export const defaultColumns = {
  kind: 'flat' as const,
  tiers: '[]',
  countries: '[]',
  states: '[]',
  postal_prefixes: '[]',
  min_days: 0,
  max_days: 0,
};

/** Columns of the fields that were sent; what is left out stays. */
export function shippingColumns(fields: Fields, before: ShippingMethodRow | null, currency: string): Columns {
  const money = (text: string | null, field: string) => (text === null ? null : moneyFrom(text, currency, field));
  const columns: Columns = {};
  if (fields.code !== undefined) columns.code = fields.code;
  if (fields.name !== undefined) columns.name = fields.name;
  if (fields.kind !== undefined) columns.kind = fields.kind;
  if (fields.price !== undefined) columns.price_minor = moneyFrom(fields.price, currency, 'price');
  if (fields.freeAbove !== undefined) columns.free_above_minor = money(fields.freeAbove, 'freeAbove');
  if (fields.pricePerKg !== undefined) columns.per_kg_minor = money(fields.pricePerKg, 'pricePerKg');
  if (fields.tiers !== undefined) columns.tiers = JSON.stringify(tiersOf(fields.tiers, currency));
  if (fields.maxWeightGrams !== undefined) columns.max_weight_grams = fields.maxWeightGrams;
  if (fields.countries !== undefined) columns.countries = JSON.stringify(fields.countries);
  if (fields.states !== undefined) columns.states = JSON.stringify(fields.states);
  if (fields.postalPrefixes !== undefined) columns.postal_prefixes = JSON.stringify(fields.postalPrefixes);
  if (fields.minDays !== undefined) columns.min_days = fields.minDays;
  if (fields.maxDays !== undefined) columns.max_days = fields.maxDays;
  if (fields.active !== undefined) columns.active = fields.active;
  return { ...columns, ...daysInOrder(fields, before) };
}

/** A method that names only one of the two days takes exactly that many; both, and they must be in order. */
function daysInOrder({ minDays, maxDays }: Fields, before: ShippingMethodRow | null): Columns {
  if (before === null && minDays !== undefined && maxDays === undefined) return { max_days: minDays };
  const least = minDays ?? before?.min_days ?? 0;
  const most = maxDays ?? before?.max_days ?? 0;
  if (least > most) throw invalid('maxDays', 'must not be less than minDays');
  return {};
}

function tiersOf(tiers: NonNullable<Fields['tiers']>, currency: string) {
  const read = tiers.map(({ upToGrams, price }, index) => ({
    upToGrams,
    priceMinor: moneyFrom(price, currency, `tiers.${index}.price`),
  }));
  return read.sort((a, b) => a.upToGrams - b.upToGrams);
}

export function toShippingMethod(row: ShippingMethodRow, currency: string): ShippingMethod {
  const money = (minor: number | null) => (minor === null ? null : formatMoney(minor, currency));
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    currency,
    price: formatMoney(row.price_minor, currency),
    freeAbove: money(row.free_above_minor),
    pricePerKg: money(row.per_kg_minor),
    tiers: row.tiers.map(({ upToGrams, priceMinor }) => ({ upToGrams, price: formatMoney(priceMinor, currency) })),
    maxWeightGrams: row.max_weight_grams,
    countries: row.countries,
    states: row.states,
    postalPrefixes: row.postal_prefixes,
    minDays: row.min_days,
    maxDays: row.max_days,
    active: row.active,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
