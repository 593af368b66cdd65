/**
 * Many products at once, by set-based statements in one transaction. A row whose slug is there already stays as it is,
 * so an import can be repeated. A row that cannot stand is rejected by itself; only when the database refuses the rest
 * (two rows with one SKU) are they taken one by one, to find which.
 */
import type { ImportedProduct, ImportResult } from '#contracts/product/schemas.ts';
import { isProblem, problem } from '#platform/errors/problem.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { ProductService } from '../base.ts';
import type { Categories } from '../cache/category-tree.ts';
import { noteChange } from '../cache/changes.ts';
import { misfit, variantTitle } from '../domain/variants.ts';
import { insertImages } from '../store/images.ts';
import { insertImportedProducts } from '../store/import.ts';
import { refusing } from '../store/refusals.ts';
import { indexProducts } from '../store/search.ts';
import { insertVariants, type NewVariantRow } from '../store/variants.ts';
import { storePicture } from './store-picture.ts';

type RowResult = ImportResult['rows'][number];

interface ReadyRow {
  index: number;
  row: ImportedProduct;
  categoryId: number;
  /** By their place in the row; null: there is no such file. */
  pictures: Array<{ hash: string; alt: string } | null>;
}

const rejected = (code: string, reason: string): RowResult => ({ id: null, outcome: 'rejected', code, reason });

export async function importProducts(product: ProductService, rows: readonly ImportedProduct[]): Promise<ImportResult> {
  const results: Array<RowResult | undefined> = rows.map(() => undefined);
  const there = await existing(
    product,
    rows.map((row) => row.slug),
  );
  const categories = await product.categories.read();
  const ready: ReadyRow[] = [];
  const pictures = pictureReader(product);
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const id = there.get(row.slug);
    const fault = id === undefined ? faultOf(row, categories, seen) : null;
    if (id !== undefined) results[index] = { id, outcome: 'exists', code: null, reason: null };
    else if (fault) results[index] = fault;
    else {
      seen.add(row.slug);
      const categoryId = categories.bySlug.get(row.category)!.id;
      ready.push({ index, row, categoryId, pictures: await Promise.all((row.images ?? []).map(pictures)) });
    }
  }
  for (const [index, result] of await insertAll(product, ready)) results[index] = result;
  return { rows: results.map((result) => result!) };
}

async function existing(product: ProductService, slugs: string[]): Promise<Map<string, number>> {
  if (slugs.length === 0) return new Map();
  const text: Statement = (sql) => `select id, slug from product where slug ${sql.in(1, 'text')}`;
  const found = await product.database.read<{ id: number; slug: string }>(text, [slugs]);
  return new Map(found.map(({ id, slug }) => [slug, id]));
}

function faultOf(row: ImportedProduct, categories: Categories, seen: ReadonlySet<string>): RowResult | null {
  if (seen.has(row.slug)) return rejected('product.slug_taken', 'Another row has this slug.');
  if (!categories.bySlug.has(row.category))
    return rejected('category.not_found', `There is no category ${row.category}.`);
  const fault = misfit(row.options ?? [], row.variants);
  return fault === null ? null : rejected('product.variant_invalid', fault);
}

/** The same file for several products is read and encoded once. */
function pictureReader(product: ProductService) {
  const known = new Map<string, Promise<string | null>>();
  const load = async (key: string): Promise<string | null> => {
    const bytes = await product.files.get(key);
    return bytes ? (await storePicture(product, bytes)).hash : null;
  };
  return async ({ key, alt = '' }: { key: string; alt?: string }) => {
    if (!known.has(key)) known.set(key, load(key));
    const hash = await known.get(key)!;
    return hash === null ? null : { hash, alt };
  };
}

async function insertAll(product: ProductService, ready: readonly ReadyRow[]): Promise<Array<[number, RowResult]>> {
  if (ready.length === 0) return [];
  try {
    const ids = await refusing(() => insertRows(product, ready));
    return ready.map(({ index, row }) => [index, created(ids.get(row.slug))]);
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (ready.length === 1) return [[ready[0]!.index, rejected(error.code, error.message)]];
  }
  const results: Array<[number, RowResult]> = [];
  for (const one of ready) results.push(...(await insertAll(product, [one])));
  return results;
}

const created = (id: number | undefined): RowResult =>
  id === undefined
    ? rejected('product.slug_taken', problem('product.slug_taken').message)
    : { id, outcome: 'created', code: null, reason: null };

async function insertRows(product: ProductService, ready: readonly ReadyRow[]): Promise<Map<string, number>> {
  return product.database.tx(async (tx) => {
    const ids = await insertImportedProducts(
      tx,
      ready.map(({ row, categoryId }) => ({
        sellerId: row.sellerId,
        categoryId,
        title: row.title.trim(),
        slug: row.slug,
        description: row.description,
        status: row.status ?? 'active',
        currency: product.common.currency,
        priceMinor: Math.min(...row.variants.map((variant) => variant.priceMinor)),
        options: row.options ?? [],
        attributes: row.attributes ?? {},
        hsn: row.hsn ?? null,
        popularity: row.popularity ?? 0,
        createdAt: row.createdAt ?? null,
      })),
    );
    const inserted = ready.filter(({ row }) => ids.has(row.slug));
    await insertVariants(
      tx,
      inserted.flatMap(({ row }) => variantRows(product, row, ids.get(row.slug)!)),
      null,
    );
    await insertImages(
      tx,
      inserted.flatMap(({ row, pictures }) =>
        pictures
          .filter((picture) => picture !== null)
          .map((picture, position) => ({ productId: ids.get(row.slug)!, position, ...picture, url: null })),
      ),
    );
    await indexProducts(tx, [...ids.values()]);
    noteChange(product, tx, { order: true, availability: true });
    return ids;
  });
}

function variantRows(product: ProductService, row: ImportedProduct, productId: number): NewVariantRow[] {
  return row.variants.map((variant, position) => ({
    productId,
    sellerId: row.sellerId,
    sku: variant.sku,
    title: variantTitle(row.options ?? [], variant.options),
    options: variant.options,
    priceMinor: variant.priceMinor,
    compareAtMinor: variant.compareAtMinor ?? null,
    weightGrams: variant.weightGrams ?? null,
    quantity: variant.quantity,
    lowThreshold: row.lowStockThreshold ?? product.config.LOW_STOCK_THRESHOLD,
    position,
  }));
}
