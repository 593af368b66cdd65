/** Reads the variants of a create or change request: prices as minor units, options checked, titles made. */
import { moneyFrom } from '#contracts/common/money.ts';
import type { CreateProduct, ProductOption } from '#contracts/product/schemas.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import { misfit, optionsSpannedBy, variantTitle } from '../domain/variants.ts';
import type { NewVariant } from '../store/variants.ts';

type Body = Pick<
  CreateProduct,
  'price' | 'compareAtPrice' | 'quantity' | 'sku' | 'weightGrams' | 'lowStockThreshold' | 'options' | 'variants'
>;

export function draftVariants(
  body: Body,
  currency: string,
  defaultThreshold: number,
): { options: ProductOption[]; variants: NewVariant[] } {
  const given = body.variants ?? [];
  const options = body.options ?? optionsSpannedBy(given);
  if (given.length === 0 && options.length > 0) {
    throw problem('product.variant_invalid', { detail: 'A product with options lists its variants.' });
  }
  const common = {
    price: body.price,
    compareAtPrice: body.compareAtPrice ?? null,
    weightGrams: body.weightGrams ?? null,
  };
  const listed = given.length > 0 ? given : [{ options: {}, sku: body.sku ?? null, quantity: body.quantity ?? 0 }];
  const fault = misfit(options, listed);
  if (fault) throw problem('product.variant_invalid', { detail: fault });
  const variants = listed.map((variant, position): NewVariant => {
    const all = { ...common, ...variant };
    const field = given.length > 0 ? `variants.${position}.` : '';
    return {
      sku: all.sku ?? null,
      title: variantTitle(options, all.options),
      options: all.options,
      ...pricesOf(all.price, all.compareAtPrice ?? null, currency, field),
      weightGrams: all.weightGrams ?? null,
      quantity: all.quantity ?? 0,
      lowThreshold: body.lowStockThreshold ?? defaultThreshold,
      position,
    };
  });
  return { options, variants };
}

/** A price that things are said to have cost before is above what they cost. */
export function pricesOf(price: string, compareAt: string | null, currency: string, field: string) {
  const priceMinor = moneyFrom(price, currency, `${field}price`);
  const compareAtMinor = compareAt === null ? null : moneyFrom(compareAt, currency, `${field}compareAtPrice`);
  if (compareAtMinor !== null && compareAtMinor <= priceMinor) {
    throw invalid(`${field}compareAtPrice`, 'must be above the price');
  }
  return { priceMinor, compareAtMinor };
}

export const lowestPrice = (variants: ReadonlyArray<{ priceMinor: number }>): number =>
  Math.min(...variants.map((variant) => variant.priceMinor));
