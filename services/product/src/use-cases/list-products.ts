/** Lists and searches products. What everybody sees is answered from memory as long as it holds. */
import { moneyFrom } from '#contracts/common/money.ts';
import type { productApi } from '#contracts/product/api.ts';
import type { ProductQuery } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may, readyJson } from '#platform/service/handlers.ts';
import type { ProductService } from '../base.ts';
import type { ListAnswer } from '../cache/ready-lists.ts';
import { decodeCursor, encodeCursor } from '../domain/cursor.ts';
import { countProducts, type ListFilters, type ListPage, type ListSort, listProducts as readPage } from '../store/listing.ts';
import { categoryOf } from './category-key.ts';

export async function listProducts(
  product: ProductService,
  { query }: Input<typeof productApi.listProducts>,
  context: Context,
) {
  const filters = await filtersOf(product, query, context);
  const page = pageOf(query);
  const compute = () => answer(product, filters, page, query.page !== undefined);
  const shared = filters.status === 'active';
  const entry = await product.lists.get(JSON.stringify([filters, page, query.page]), filters.inStock, compute);
  const products = await product.ready.getMany(entry.ids);
  const { bytes, etag } = product.lists.join(entry, products);
  return readyJson(bytes, etag, shared ? undefined : 'private, no-store');
}

async function answer(product: ProductService, filters: ListFilters, page: ListPage, counted: boolean): Promise<ListAnswer> {
  const { read } = product.database;
  const [rows, total] = await Promise.all([
    // One more than is shown tells whether there is a next page.
    readPage(read, filters, { ...page, limit: page.limit + 1 }),
    counted ? countProducts(read, filters) : undefined,
  ]);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > page.limit && last ? encodeCursor({ sort: page.sort, ...last }) : null;
  const tail = JSON.stringify({ nextCursor, total }).slice(1, -1);
  return { ids: shown.map((row) => row.id), tail };
}

async function filtersOf(product: ProductService, query: ProductQuery, context: Context): Promise<ListFilters> {
  const { currency } = product.common;
  const status = query.status ?? 'active';
  const category = query.category === undefined ? null : await categoryOf(product, query.category);
  return {
    status,
    categoryPath: category?.path ?? null,
    sellerId: sellerOf(query, context),
    minMinor: query.minPrice === undefined ? null : moneyFrom(query.minPrice, currency, 'minPrice'),
    maxMinor: query.maxPrice === undefined ? null : moneyFrom(query.maxPrice, currency, 'maxPrice'),
    minRating: query.minRating ?? null,
    inStock: query.inStock ?? false,
    attributes: query.attributes === undefined ? null : attributesOf(query.attributes),
  };
}

/** Drafts and archived products: a seller sees the own ones, who manages products all. */
function sellerOf(query: ProductQuery, context: Context): number | null {
  if (query.status === undefined || query.status === 'active' || may(context, 'products.manage')) {
    return query.seller ?? null;
  }
  return callerOf(context).userId;
}

/** "colour:red,size:M" */
function attributesOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    const name = pair.slice(0, colon).trim().toLowerCase();
    const value = pair.slice(colon + 1).trim().toLowerCase();
    if (colon < 1 || name === '' || value === '') throw invalid('attributes', 'must look like "colour:red,size:M"');
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}

function pageOf(query: ProductQuery): ListPage {
  const sort: ListSort = query.sort === undefined || query.sort === 'relevance' ? 'newest' : query.sort;
  if (query.cursor === undefined) {
    return { sort, limit: query.limit, offset: ((query.page ?? 1) - 1) * query.limit, after: null };
  }
  const cursor = decodeCursor(query.cursor, sort);
  const fits = cursor && (sort === 'newest' ? isMoment(cursor.key) : typeof cursor.key === 'number' && Number.isInteger(cursor.key));
  if (!cursor || !fits) throw invalid('cursor', 'must be the nextCursor of the page before, with the same sort');
  return { sort, limit: query.limit, offset: 0, after: { key: cursor.key, id: cursor.id } };
}

const isMoment = (key: string | number): boolean =>
  typeof key === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/.test(key) && !Number.isNaN(Date.parse(key));
