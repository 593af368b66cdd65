/** Discounts between the API and the table: values by kind, windows, and whose products a code may be for. */

import type { Static } from 'typebox';
import type { ChangeDiscount, Discount } from '#contracts/cart/schemas.ts';
import { formatMoney, moneyFrom, percentText } from '#contracts/common/money.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { CartService } from '../base.ts';
import { percentFrom } from '../domain/percent.ts';
import { type DiscountChange, type DiscountRow, discountKeyOf, type Scope } from '../store/discounts.ts';
import { readFacts } from './catalogue.ts';

type Fields = Static<typeof ChangeDiscount>;

/** Managers see all codes, sellers those of their own products. */
export const scopeOf = (context: Context): Scope =>
  may(context, 'discounts.manage') ? 'all' : { sellerId: callerOf(context).userId };

export function toDiscount(row: DiscountRow, currency: string): Discount {
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    value: row.percent === null ? formatMoney(row.amount_minor!, currency) : percentText(row.percent),
    currency,
    productId: row.product_id,
    categoryId: row.category_id,
    sellerId: row.seller_id,
    minimum: row.minimum_minor === null ? null : formatMoney(row.minimum_minor, currency),
    startsAt: row.starts_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    usageLimit: row.usage_limit,
    perUserLimit: row.per_user_limit,
    used: row.used,
    active: row.active,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Columns of the fields that were sent; what is left out stays. */
export function discountColumns(fields: Fields, before: DiscountRow | null, currency: string): DiscountChange {
  const minimum = fields.minimum == null ? fields.minimum : moneyFrom(fields.minimum, currency, 'minimum');
  const columns: DiscountChange = {
    ...valueColumns(fields, before, currency),
    ...(fields.code === undefined ? {} : { code: fields.code, code_key: discountKeyOf(fields.code) }),
    ...given('product_id', fields.productId),
    ...given('category_id', fields.categoryId),
    ...given('minimum_minor', minimum),
    ...given('starts_at', fields.startsAt == null ? fields.startsAt : timeOf(fields.startsAt, 'startsAt')),
    ...given('ends_at', fields.endsAt == null ? fields.endsAt : timeOf(fields.endsAt, 'endsAt')),
    ...given('usage_limit', fields.usageLimit),
    ...given('per_user_limit', fields.perUserLimit),
    ...given('active', fields.active),
  };
  const { starts_at: startsAt, ends_at: endsAt } = { starts_at: null, ends_at: null, ...before, ...columns };
  if (startsAt && endsAt && startsAt >= endsAt) throw invalid('endsAt', 'must be after startsAt');
  return columns;
}

const given = <K extends string, V>(column: K, value: V): { [P in K]?: Exclude<V, undefined> } =>
  (value === undefined ? {} : { [column]: value }) as { [P in K]?: Exclude<V, undefined> };

function timeOf(text: string, field: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw invalid(field, 'is not a time that exists');
  return time;
}

function valueColumns({ kind, value }: Fields, before: DiscountRow | null, currency: string): DiscountChange {
  const isPercentage = (kind ?? before?.kind) === 'percentage';
  if (value === undefined) {
    if (kind !== undefined && before !== null && isPercentage !== (before.kind === 'percentage')) {
      throw invalid('value', 'is required when a code changes between percentage and amount');
    }
    return given('kind', kind);
  }
  if (isPercentage) {
    const percent = percentFrom(value);
    if (percent === null || percent === '0.00') throw invalid('value', 'must be a percentage above 0 and up to 100');
    return { ...given('kind', kind), percent, amount_minor: null };
  }
  const amountMinor = moneyFrom(value, currency, 'value');
  if (amountMinor === 0) throw invalid('value', 'must be above 0');
  return { ...given('kind', kind), percent: null, amount_minor: amountMinor };
}

/**
 * Whose lines a code takes from. A seller's code is for the seller's own products, whatever the body says; a product that
 * is somebody else's is like none.
 */
export async function sellerOf(
  cart: CartService,
  { productId, categoryId, sellerId }: Fields,
  before: DiscountRow | null,
  context: Context,
): Promise<number | null> {
  const scope = scopeOf(context);
  if (scope !== 'all' && sellerId != null && sellerId !== scope.sellerId) {
    throw problem('auth.forbidden', { detail: 'Your codes are for your own products.' });
  }
  const wantedSeller =
    scope === 'all' ? (sellerId === undefined ? (before?.seller_id ?? null) : sellerId) : scope.sellerId;
  if (productId != null) {
    const facts = await readFacts(cart, { products: [productId] }, context);
    const [fact] = facts.values();
    if (!fact || (wantedSeller !== null && fact.sellerId !== wantedSeller)) {
      throw problem('product.not_found', { extra: { productId } });
    }
  }
  if (categoryId != null) await cart.peers.product.getCategory({ params: { id: categoryId } }, context);
  return wantedSeller;
}
