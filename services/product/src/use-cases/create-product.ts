/** A new product, with its variants and their first stock. It is listed and found as soon as this has answered. */
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { productApi } from '#contracts/product/api.ts';
import type { Product } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import { insertImageUrls } from '../store/images.ts';
import { readProductIn } from '../store/product-rows.ts';
import { insertProduct, type ProductFields, type Tx } from '../store/products.ts';
import { refusing } from '../store/refusals.ts';
import { indexProducts } from '../store/search.ts';
import { insertVariants } from '../store/variants.ts';
import { categoryIdOf } from './category-key.ts';
import { draftVariants, lowestPrice } from './draft-variants.ts';
import { freeSlugs } from './free-slugs.ts';
import { productEvent } from './product-event.ts';
import { shopCurrency } from './shop-currency.ts';

type CreateInput = Input<typeof productApi.createProduct>;

export async function createProduct(
  product: ProductService,
  { body }: CreateInput,
  context: Context,
): Promise<Product> {
  const caller = callerOf(context);
  const currency = shopCurrency(product, body.currency);
  const sellerId = sellerOf(context, body.sellerId);
  const { options, variants } = draftVariants(body, currency, product.config.LOW_STOCK_THRESHOLD);
  const fields = {
    sellerId,
    categoryId: await categoryIdOf(product, body.category),
    title: body.title.trim(),
    description: body.description ?? '',
    status: body.status ?? 'active',
    currency,
    priceMinor: lowestPrice(variants),
    options,
    attributes: body.attributes ?? {},
    hsn: body.hsn ?? null,
  } as const;
  return refusing(() =>
    idempotently(product.database, context, 'product.createProduct', body, async (tx) => {
      const productId = await insertWithSlug(tx, fields, body.slug);
      await insertVariants(
        tx,
        variants.map((variant) => ({ ...variant, productId, sellerId })),
        caller.userId,
      );
      await insertImageUrls(tx, productId, body.images ?? []);
      await indexProducts(tx, [productId]);
      const created = (await readProductIn(tx, productId))!;
      await product.outbox.emit(tx, [productEvent('product.created', created, 1, context.requestId)]);
      noteChange(product, tx, { order: true, availability: true });
      return created;
    }),
  );
}

/** The house sells what its admins create, unless they say for whom. */
function sellerOf(context: Context, wanted: number | undefined): number {
  const { userId } = callerOf(context);
  if (may(context, 'products.manage')) return wanted ?? HOUSE_SELLER_ID;
  if (wanted !== undefined && wanted !== userId) throw problem('auth.forbidden');
  return userId;
}

async function insertWithSlug(tx: Tx, fields: Omit<ProductFields, 'slug'>, wanted: string | undefined) {
  for (const slug of wanted === undefined ? freeSlugs(fields.title, 'product') : [wanted]) {
    const id = await insertProduct(tx, { ...fields, slug });
    if (id !== null) return id;
  }
  throw problem('product.slug_taken');
}
