/** What a change request makes of a product's variants: which stay, which are new, which go, and at which price. */
import { moneyFrom } from '#contracts/common/money.ts';
import type { ChangeProduct, ProductOption } from '#contracts/product/schemas.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import { misfit, optionsKey, optionsSpannedBy, variantTitle } from '../domain/variants.ts';
import type { LockedProduct } from '../store/products.ts';
import type { LockedVariant, NewVariant, VariantFields } from '../store/variants.ts';
import { lowestPrice } from './draft-variants.ts';

export interface KeptVariant extends VariantFields {
  id: number;
  position: number;
  /** Undefined: as it is. */
  quantity: number | undefined;
  lowThreshold: number | undefined;
  before: LockedVariant;
}

export interface VariantPlan {
  options: ProductOption[] | undefined;
  kept: KeptVariant[];
  added: NewVariant[];
  removed: number[];
  priceMinor: number;
  priceChanges: Array<{ variantId: number; fromMinor: number; toMinor: number }>;
}

export function planVariants(
  body: ChangeProduct,
  product: LockedProduct,
  current: readonly LockedVariant[],
  defaultThreshold: number,
): VariantPlan {
  const plan = body.variants ? replaced(body, product, current, defaultThreshold) : changed(body, product, current);
  return {
    ...plan,
    priceMinor: lowestPrice([...plan.kept, ...plan.added]),
    priceChanges: plan.kept
      .filter((variant) => variant.priceMinor !== variant.before.price_minor)
      .map(({ id, before, priceMinor }) => ({ variantId: id, fromMinor: before.price_minor, toMinor: priceMinor })),
  };
}

type Drafted = Omit<VariantPlan, 'priceMinor' | 'priceChanges'>;

/** No list of variants was sent: what the request says of the product goes to its only variant, or to all alike. */
function changed(body: ChangeProduct, product: LockedProduct, current: readonly LockedVariant[]): Drafted {
  const options = body.options;
  const fault = options && misfit(options, current);
  if (fault) throw problem('product.variant_invalid', { detail: fault });
  const several = current.length > 1;
  if (several && (body.quantity !== undefined || body.sku !== undefined)) {
    throw problem('product.variant_required', { detail: 'Send `variants`, each with its own sku and quantity.' });
  }
  // One price for all is plain where all cost the same; otherwise it would be a guess.
  if (several && body.price !== undefined && new Set(current.map((variant) => variant.price_minor)).size > 1) {
    throw problem('product.variant_required', { detail: 'The variants differ in price: send `variants`.' });
  }
  const kept = current.map((before): KeptVariant => {
    const { priceMinor, compareAtMinor } = prices(body, before, product.currency, '');
    return {
      id: before.id,
      position: before.position,
      sku: body.sku === undefined ? before.sku : body.sku,
      title: options ? variantTitle(options, before.options) : before.title,
      options: before.options,
      priceMinor,
      compareAtMinor,
      weightGrams: body.weightGrams === undefined ? before.weight_grams : body.weightGrams,
      quantity: body.quantity,
      lowThreshold: body.lowStockThreshold,
      before,
    };
  });
  return { options, kept, added: [], removed: [] };
}

/** The list replaces the old one; a variant is the same when its id is sent, or when it is of the same options. */
function replaced(
  body: ChangeProduct,
  product: LockedProduct,
  current: readonly LockedVariant[],
  defaultThreshold: number,
): Drafted {
  const given = body.variants ?? [];
  const spanned = optionsSpannedBy(given);
  const options = body.options ?? (misfit(product.options, given) === null ? product.options : spanned);
  const fault = misfit(options, given);
  if (fault) throw problem('product.variant_invalid', { detail: fault });
  const byId = new Map(current.map((variant) => [variant.id, variant]));
  const byOptions = new Map(current.map((variant) => [optionsKey(variant.options), variant]));
  const left = new Set(current.map((variant) => variant.id));
  const kept: KeptVariant[] = [];
  const added: NewVariant[] = [];
  // Ids first: what is named by id is never taken for another by its options.
  const named = new Set(given.flatMap(({ id }) => (id === undefined ? [] : [id])));
  given.forEach((input, position) => {
    const same = input.id === undefined ? byOptions.get(optionsKey(input.options)) : byId.get(input.id);
    if (input.id !== undefined && !same)
      throw problem('product.variant_invalid', { detail: `There is no variant ${input.id}.` });
    const before = same && (input.id !== undefined || !named.has(same.id)) && left.delete(same.id) ? same : undefined;
    if (input.id !== undefined && !before)
      throw problem('product.variant_invalid', { detail: 'A variant is listed twice.' });
    const wanted = { ...input, price: input.price ?? (before ? undefined : body.price) };
    const { priceMinor, compareAtMinor } = prices(
      wanted,
      before,
      product.currency,
      `variants.${position}.`,
      product.price_minor,
    );
    const fields = {
      sku: input.sku === undefined ? (before?.sku ?? null) : input.sku,
      title: variantTitle(options, input.options),
      options: input.options,
      priceMinor,
      compareAtMinor,
      weightGrams: input.weightGrams === undefined ? (before?.weight_grams ?? null) : input.weightGrams,
      position,
    };
    if (before) {
      kept.push({ ...fields, id: before.id, quantity: input.quantity, lowThreshold: body.lowStockThreshold, before });
    } else {
      added.push({
        ...fields,
        quantity: input.quantity ?? 0,
        lowThreshold: body.lowStockThreshold ?? defaultThreshold,
      });
    }
  });
  return { options, kept, added, removed: [...left] };
}

/** The price before is shown only while it is above the price; one that is sent and is not is refused. */
function prices(
  input: { price?: string; compareAtPrice?: string | null },
  before: LockedVariant | undefined,
  currency: string,
  field: string,
  otherwiseMinor = 0,
): { priceMinor: number; compareAtMinor: number | null } {
  const priceMinor =
    input.price === undefined
      ? (before?.price_minor ?? otherwiseMinor)
      : moneyFrom(input.price, currency, `${field}price`);
  if (input.compareAtPrice != null) {
    const compareAtMinor = moneyFrom(input.compareAtPrice, currency, `${field}compareAtPrice`);
    if (compareAtMinor <= priceMinor) throw invalid(`${field}compareAtPrice`, 'must be above the price');
    return { priceMinor, compareAtMinor };
  }
  const kept = input.compareAtPrice === null ? null : (before?.compare_at_minor ?? null);
  return { priceMinor, compareAtMinor: kept !== null && kept > priceMinor ? kept : null };
}
