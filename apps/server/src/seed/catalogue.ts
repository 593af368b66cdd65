/** Categories and products of the demo, with their pictures; what is there already is left alone. */

import { parseMoney } from '#contracts/common/money.ts';
import type { ImportedProduct } from '#contracts/product/schemas.ts';
import type { Logger } from '#platform/log/log.ts';
import { demoCategories, demoProducts } from '../../demo/catalogue/index.ts';
import { composePicture } from '../../demo/pictures.ts';
import type { DemoCategory, DemoProduct, DemoVariant } from '../../demo/types.ts';
import type { Haat } from '../compose.ts';
import { actingAs, house } from './acting.ts';

const DAY_MS = 86_400_000;
/** Pictures are drawn and stored while their products are inserted; more at once only wait for each other. */
const PRODUCTS_AT_ONCE = 16;
const PICTURE_PX = 800;

/** Slugs → ids, for all categories of the demo. */
export async function seedCategories({ clients: { product } }: Haat, log: Logger): Promise<Map<string, number>> {
  const rows = demoCategories.flatMap((category) => flatten(category, null));
  const result = await product.importCategories({ body: { rows } }, actingAs(house, log));
  return new Map(rows.map(({ slug }, index) => [slug, result.rows[index]!.id!]));
}

/** Parents first, as the import wants them. */
function flatten(
  { slug, name, description, children = [] }: DemoCategory,
  parentSlug: string | null,
): Array<{ slug: string; name: string; description: string; parentSlug: string | null }> {
  return [{ slug, name, description, parentSlug }, ...children.flatMap((child) => flatten(child, slug))];
}

export async function seedProducts(
  haat: Haat,
  sellerIds: ReadonlyMap<string, number>,
  log: Logger,
  onProgress: (done: number, all: number) => void,
): Promise<void> {
  const { product } = haat.clients;
  const files = haat.bases.get('product')!.files;
  const { currency } = haat.settings.common;
  for (let from = 0; from < demoProducts.length; from += PRODUCTS_AT_ONCE) {
    const batch = demoProducts.slice(from, from + PRODUCTS_AT_ONCE);
    const keys = await Promise.all(
      batch.map(async ({ key, scene }) => {
        const file = `demo/${key}.webp`;
        await files.put(file, await composePicture(scene, PICTURE_PX));
        return file;
      }),
    );
    const rows = batch.map((row, index) => ({
      ...toImported(row, sellerIds, currency),
      images: [{ key: keys[index]!, alt: row.title }],
    }));
    const result = await product.importProducts({ body: { rows } }, actingAs(house, log));
    for (const [index, row] of result.rows.entries()) {
      if (row.outcome === 'rejected')
        log.warn({ product: batch[index]!.key, reason: row.reason }, 'demo product rejected');
    }
    // The product service keeps pictures of its own in several sizes.
    await Promise.all(keys.map((key) => files.remove(key)));
    onProgress(Math.min(from + PRODUCTS_AT_ONCE, demoProducts.length), demoProducts.length);
  }
}

export function toImported(
  row: Omit<DemoProduct, 'scene'>,
  sellerIds: ReadonlyMap<string, number>,
  currency: string,
): ImportedProduct {
  const minorOf = (text: string) => parseMoney(text, currency)!;
  const compareAtMinor = row.compareAtPrice ? minorOf(row.compareAtPrice) : null;
  const single: DemoVariant = { sku: row.sku, options: {}, price: row.price, stock: row.stock };
  return {
    slug: row.key,
    title: row.title,
    description: row.description,
    sellerId: sellerIds.get(row.seller)!,
    category: row.category,
    attributes: row.attributes,
    options: row.options,
    variants: (row.variants ?? [single]).map(({ sku, options, price = row.price, stock }) => ({
      sku,
      options,
      priceMinor: minorOf(price),
      compareAtMinor,
      quantity: stock,
    })),
    lowStockThreshold: row.lowStockThreshold,
    popularity: row.popularity,
    createdAt: new Date(Date.now() - row.ageDays * DAY_MS).toISOString(),
  };
}
