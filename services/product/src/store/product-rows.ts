/** Whole products, as the API shows them: one statement for any number of ids. */
import { createHash } from 'node:crypto';
import { formatMoney } from '#contracts/common/money.ts';
import type { CategoryRef, Product, ProductImage, ProductOption, ProductStatus } from '#contracts/product/schemas.ts';
import type { Executor } from '#platform/sql/database.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement, Text } from '#platform/sql/statement.ts';
import type { ReadyProduct } from '../cache/ready-products.ts';
import { imageOf } from '../domain/image-url.ts';
import type { AttributeValues } from './tables.ts';

// Lists inside a row come as JSON arrays of arrays: names would be sent once per variant.
const READ_PRODUCTS: Statement = (sql) => `
select p.id, p.seller_id, s.name as seller_name, p.category_id, p.title, p.slug, p.description, p.status, p.currency,
  p.options, p.attributes, p.hsn, p.rating, p.rating_count, p.version, p.created_at, p.updated_at,
  ${sql.list(
    ['a.id', 'a.name', 'a.slug'],
    `category c join category a on ${sql.inPath('a.id', 'c.path')} where c.id = p.category_id`,
    'a.depth',
  )} as category_path,
  ${sql.list(
    [
      ...['v.id', 'v.sku', 'v.title', 'v.options', 'v.price_minor', 'v.compare_at_minor'],
      ...['k.on_hand - k.held', 'v.weight_grams', 'k.version'],
    ],
    'variant v join stock k on k.variant_id = v.id where v.product_id = p.id',
    'v.position, v.id',
  )} as variants,
  ${sql.list(
    ['i.id', 'i.picture_hash', 'i.url', 'i.alt', 'f.width', 'f.height'],
    'image i left join picture f on f.hash = i.picture_hash where i.product_id = p.id',
    'i.position, i.id',
  )} as images
from product p left join seller s on s.id = p.seller_id
where p.id ${sql.in(1)}`;

type VariantCells = [
  id: number,
  sku: string | null,
  title: string | null,
  options: Record<string, string>,
  priceMinor: number,
  compareAtMinor: number | null,
  quantity: number,
  weightGrams: number | null,
  version: number,
];

export type ImageCells = [
  id: number,
  hash: string | null,
  url: string | null,
  alt: string,
  width: number | null,
  height: number | null,
];

interface ProductRow {
  id: number;
  seller_id: number;
  seller_name: string | null;
  category_id: number;
  title: string;
  slug: string;
  description: string;
  status: ProductStatus;
  currency: string;
  options: ProductOption[];
  attributes: AttributeValues;
  hsn: string | null;
  rating: string | null;
  rating_count: number;
  version: number;
  created_at: Date;
  updated_at: Date;
  category_path: Array<[id: number, name: string, slug: string]> | null;
  variants: VariantCells[] | null;
  images: ImageCells[] | null;
}

export type Read = <T>(text: Text, values: readonly unknown[]) => Promise<T[]>;

/** Inside a transaction: sees what it has written. */
export async function readProductIn(tx: Executor<any>, id: number): Promise<Product | undefined> {
  const [row] = await run<ProductRow>(tx, READ_PRODUCTS, [[id]]);
  return row && toProduct(row);
}

export async function readReadyProducts(read: Read, ids: readonly number[]): Promise<ReadyProduct[]> {
  const rows = await read<ProductRow>(READ_PRODUCTS, [ids]);
  const readAtMs = Date.now();
  return rows.map((row) => {
    const bytes = Buffer.from(JSON.stringify(toProduct(row)));
    const { id, status, seller_id: sellerId } = row;
    const priceMinor = cheapestOf(row.variants ?? [])?.[4] ?? 0;
    return { id, status, sellerId, priceMinor, bytes, etag: etagOf(bytes), readAtMs };
  });
}

function toProduct(row: ProductRow): Product {
  const { currency } = row;
  const money = (minor: number) => formatMoney(minor, currency);
  const variants = (row.variants ?? []).map((cells) => {
    const [id, sku, title, options, priceMinor, compareAtMinor, quantity, weightGrams] = cells;
    return {
      id,
      sku,
      title,
      options,
      price: money(priceMinor),
      compareAtPrice: compareAtMinor === null ? null : money(compareAtMinor),
      quantity,
      inStock: quantity > 0,
      weightGrams,
    };
  });
  const cheapest = cheapestOf(row.variants ?? []);
  const only = variants.length === 1 ? variants[0] : undefined;
  const quantity = variants.reduce((sum, variant) => sum + variant.quantity, 0);
  return {
    id: row.id,
    title: row.title,
    slug: row.slug,
    description: row.description,
    price: money(cheapest?.[4] ?? 0),
    compareAtPrice: cheapest?.[5] == null ? null : money(cheapest[5]),
    currency,
    quantity,
    inStock: quantity > 0,
    category: row.category_id,
    categoryPath: (row.category_path ?? []).map(([id, name, slug]): CategoryRef => ({ id, name, slug })),
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    images: (row.images ?? []).map((cells): ProductImage => imageOf(cells)),
    attributes: row.attributes,
    options: row.options,
    variants,
    sku: only?.sku ?? null,
    weightGrams: only?.weightGrams ?? null,
    hsn: row.hsn,
    status: row.status,
    rating: row.rating === null ? null : Number(row.rating),
    ratingCount: row.rating_count,
    version: (row.variants ?? []).reduce((sum, cells) => sum + cells[8], row.version),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

const cheapestOf = (variants: VariantCells[]): VariantCells | undefined =>
  variants.reduce<VariantCells | undefined>((best, each) => (best && best[4] <= each[4] ? best : each), undefined);

const etagOf = (bytes: Buffer): string => `"${createHash('sha1').update(bytes).digest('base64url')}"`;
