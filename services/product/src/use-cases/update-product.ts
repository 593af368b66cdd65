/**
 * Changes a product: what is left out stays. The product and its stock rows are locked, so a quantity is set only on
 * the state that the caller has read; a sale in between refuses it.
 */
import type { productApi } from '#contracts/product/api.ts';
import type { ProductEvent } from '#contracts/product/events.ts';
import type { ChangeProduct, Product } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import { replaceImageUrls } from '../store/images.ts';
import { readProductIn } from '../store/product-rows.ts';
import * as store from '../store/products.ts';
import { refusing } from '../store/refusals.ts';
import { indexNumbers, indexProducts } from '../store/search.ts';
import * as variantStore from '../store/variants.ts';
import { auditEvent } from './audit-event.ts';
import { categoryIdOf } from './category-key.ts';
import { ownerIn } from './ownership.ts';
import { planVariants, type VariantPlan } from './plan-variants.ts';
import { productEvent, productUpdated } from './product-event.ts';
import { setQuantities } from './set-quantities.ts';
import { shopCurrency } from './shop-currency.ts';

export async function updateProduct(
  product: ProductService,
  { params, body }: Pick<Input<typeof productApi.updateProduct>, 'params' | 'body'>,
  context: Context,
): Promise<Product> {
  shopCurrency(product, body.currency);
  const categoryId = body.category === undefined ? undefined : await categoryIdOf(product, body.category);
  return refusing(() => product.database.tx((tx) => update(product, tx, params.id, body, categoryId, context)));
}

async function update(
  product: ProductService,
  tx: store.Tx,
  id: number,
  body: ChangeProduct,
  categoryId: number | undefined,
  context: Context,
): Promise<Product> {
  const before = await store.lockProduct(tx, id, ownerIn(context));
  if (!before) throw problem('product.not_found');
  const variants = await variantStore.lockVariants(tx, id);
  checkVersion(body, before.version, variants);
  const plan = planVariants(body, before, variants, product.config.LOW_STOCK_THRESHOLD);

  // Removed first: a new variant may take over the SKU of a removed one.
  await variantStore.deleteVariants(tx, id, plan.removed);
  await variantStore.updateVariants(tx, plan.kept);
  const { seller_id: sellerId } = before;
  if (plan.added.length > 0) {
    await variantStore.insertVariants(
      tx,
      plan.added.map((variant) => ({ ...variant, productId: id, sellerId })),
      context.caller?.userId ?? null,
    );
  }
  const stockEvents = await setQuantities(tx, before, plan, context);
  if (body.images) await replaceImageUrls(tx, id, body.images);
  const version = await store.updateProduct(tx, id, {
    title: body.title?.trim(),
    slug: body.slug,
    description: body.description,
    status: body.status,
    categoryId,
    attributes: body.attributes,
    hsn: body.hsn,
    options: plan.options,
    priceMinor: plan.priceMinor,
  });
  if (isFoundAnew(body)) await indexProducts(tx, [id]);
  else await indexNumbers(tx, id);
  const after = (await readProductIn(tx, id))!;
  await product.outbox.emit(tx, [
    ...eventsOf(body, before, after, version, context),
    ...priceAudit(before, plan, version, context),
    ...stockEvents,
  ]);
  noteChange(product, tx, { productIds: [id], order: true, availability: true });
  return after;
}

/** Whether the words or facts that it is found by may differ. */
const isFoundAnew = ({ title, description, attributes, category, variants, options, sku }: ChangeProduct): boolean =>
  [title, description, attributes, category, variants, options, sku].some((field) => field !== undefined);

function checkVersion(body: ChangeProduct, version: number, variants: readonly variantStore.LockedVariant[]): void {
  const setsQuantity = body.quantity !== undefined || body.variants?.some(({ quantity }) => quantity !== undefined);
  if (!setsQuantity) return;
  if (body.version === undefined) throw invalid('version', 'is required to set a quantity: send the one that was read');
  const current = variants.reduce((sum, variant) => sum + variant.version, version);
  if (body.version !== current) throw problem('product.changed');
}

function eventsOf(
  body: ChangeProduct,
  before: store.LockedProduct,
  after: Product,
  version: number,
  { requestId }: Context,
): ProductEvent[] {
  const changed = Object.keys(body).filter((name) => name !== 'version');
  const updated = productUpdated(after, changed, version, requestId);
  const archived = after.status === 'archived' && before.status !== 'archived';
  return archived ? [updated, productEvent('product.archived', after, version, requestId)] : [updated];
}

function priceAudit(before: store.LockedProduct, plan: VariantPlan, version: number, context: Context): ProductEvent[] {
  if (plan.priceChanges.length === 0) return [];
  return [
    auditEvent(context, 'price.changed', before.id, version, {
      currency: before.currency,
      variants: plan.priceChanges,
    }),
  ];
}
