/** Reads the query of a list: filters, sort, and where the page begins. */
import { moneyFrom } from '#contracts/common/money.ts';
import type { ProductQuery } from '#contracts/product/schemas.ts';
import { invalid } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { ProductService } from '../base.ts';
import { decodeCursor } from '../domain/cursor.ts';
import type { ListFilters, ListPage } from '../store/list-filters.ts';
import type { SearchSort } from '../store/search.ts';
import { categoryOf } from './category-key.ts';

export interface Page extends ListPage {
  sort: SearchSort;
  /** Which reading of the searched words a cursor belongs to; null on a first page. */
  stage: number | null;
  /** Whether the total is asked for: it is with page numbers. */
  counted: boolean;
}

export async function filtersOf(product: ProductService, query: ProductQuery, context: Context): Promise<ListFilters> {
  const { currency } = product.common;
  const category = query.category === undefined ? null : await categoryOf(product, query.category);
  return {
    status: query.status ?? 'active',
    categoryPath: category?.path ?? null,
    sellerId: sellerOf(query, context),
    minMinor: query.minPrice === undefined ? null : moneyFrom(query.minPrice, currency, 'minPrice'),
    maxMinor: query.maxPrice === undefined ? null : moneyFrom(query.maxPrice, currency, 'maxPrice'),
    minRating: query.minRating ?? null,
    inStock: query.inStock ?? false,
    facts: query.attributes === undefined ? null : factsOf(query.attributes),
  };
}

/** Drafts and archived products: a seller sees the own ones, who manages products all. */
function sellerOf(query: ProductQuery, context: Context): number | null {
  const open = query.status === undefined || query.status === 'active';
  return open || may(context, 'products.manage') ? (query.seller ?? null) : callerOf(context).userId;
}

/** "Colour:Red, size:M" → ["colour:red", "size:m"] */
function factsOf(text: string): string[] {
  return text.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    const [name, value] = [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
    if (colon < 1 || name === '' || value === '') throw invalid('attributes', 'must look like "colour:red,size:M"');
    return `${name}:${value}`.toLowerCase();
  });
}

const STAGES = [0, 1, 2];

export function pageOf(query: ProductQuery, searches: boolean): Page {
  const asked = query.sort ?? (searches ? 'relevance' : 'newest');
  const sort = asked === 'relevance' && !searches ? 'newest' : asked;
  const { limit, page } = query;
  if (query.cursor === undefined) {
    return { sort, limit, offset: ((page ?? 1) - 1) * limit, after: null, stage: null, counted: page !== undefined };
  }
  for (const stage of STAGES) {
    const cursor = decodeCursor(query.cursor, `${sort}${stage}`);
    if (cursor && fits(sort, cursor.key)) {
      return { sort, limit, offset: 0, after: { key: cursor.key, id: cursor.id }, stage, counted: false };
    }
  }
  throw invalid('cursor', 'must be the nextCursor of the page before, with the same sort');
}

function fits(sort: SearchSort, key: string | number): boolean {
  if (sort === 'newest') {
    return typeof key === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/.test(key) && !Number.isNaN(Date.parse(key));
  }
  if (sort === 'relevance') return typeof key === 'number';
  const limit = sort === 'popular' ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
  return Number.isInteger(key) && Math.abs(Number(key)) <= limit;
}
