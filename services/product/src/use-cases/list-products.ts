/** Lists and searches products. What was computed is answered from memory as long as nothing moved. */
import type { productApi } from '#contracts/product/api.ts';
import type { Input } from '#platform/contract/route.ts';
import type { Context } from '#platform/service/context.ts';
import { readyJson } from '#platform/service/handlers.ts';
import type { ProductService } from '../base.ts';
import type { ListAnswer } from '../cache/ready-lists.ts';
import { encodeCursor } from '../domain/cursor.ts';
import { wordsOf } from '../domain/search-words.ts';
import { readFacets } from '../store/facets.ts';
import type { ListFilters, ListRow } from '../store/list-filters.ts';
import { countProducts, listProducts as readPage } from '../store/listing.ts';
import { countMatches, searchProducts } from '../store/search.ts';
import { facetsOf } from './facets.ts';
import { filtersOf, type Page, pageOf } from './list-query.ts';
import { type Interpretation, interpretations } from './search-words.ts';

export async function listProducts(
  product: ProductService,
  { query }: Input<typeof productApi.listProducts>,
  context: Context,
) {
  const filters = await filtersOf(product, query, context);
  const words = query.q === undefined || query.q.trim() === '' ? null : wordsOf(query.q);
  const page = pageOf(query, words !== null);
  const asked: Asked = { filters, words, page, facets: query.facets ?? false };
  const { list, products } = await read(product, asked);
  const { bytes, etag } = product.lists.join(list, products);
  return readyJson(bytes, etag, filters.status === 'active' ? undefined : 'private, no-store');
}

interface Asked {
  filters: ListFilters;
  /** Null: a list, not a search. */
  words: string[] | null;
  page: Page;
  facets: boolean;
}

const ATTEMPTS = 3;

/**
 * The list and its products are read one after the other, and a price may move in between. Then a list by price would
 * show it out of order: which of the two is the older is not known, so both are read again.
 */
async function read(product: ProductService, asked: Asked) {
  for (let attempt = 1; ; attempt += 1) {
    const { inStock } = asked.filters;
    const list = await product.lists.get(JSON.stringify(asked), inStock, () => answer(product, asked));
    const products = await product.ready.getMany(list.ids);
    const moved = products.filter(({ priceMinor }, place) => priceMinor !== (list.pricesMinor?.[place] ?? priceMinor));
    if (moved.length === 0 || attempt === ATTEMPTS) return { list, products };
    product.ready.changed(moved.map(({ id }) => id));
    product.catalogue.orderChanged();
  }
}

interface Found {
  rows: ListRow[];
  /** Which reading of the words found them. */
  reading: Interpretation | null;
}

async function answer(product: ProductService, asked: Asked): Promise<ListAnswer> {
  const { filters, page, facets } = asked;
  // One more than is shown tells whether there is a next page.
  const { rows, reading } = await find(product, { ...asked, page: { ...page, limit: page.limit + 1 } });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const stage = reading?.stage ?? 0;
  const nextCursor = rows.length > page.limit && last ? encodeCursor({ sort: `${page.sort}${stage}`, ...last }) : null;
  const [total, counts] = await Promise.all([
    page.counted || facets ? count(product, asked, reading) : undefined,
    facets && rows.length > 0 ? readFacets(product.database, filters, reading?.expressions ?? null) : undefined,
  ]);
  const extra = facets ? { facets: await facetsOf(product, counts) } : {};
  const pricesMinor = page.sort.endsWith('price') ? shown.map(({ key }) => Number(key)) : null;
  return {
    ids: shown.map((row) => row.id),
    pricesMinor,
    tail: JSON.stringify({ nextCursor, total, ...extra }).slice(1, -1),
  };
}

/** Plain lists walk an index in order; words and facts are looked up in the search index. */
async function find(product: ProductService, { words, filters, page }: Asked): Promise<Found> {
  const { database } = product;
  if (words !== null) return search(product, words, filters, page);
  if (filters.facts) return { rows: await searchProducts(database, null, filters, page.sort, page), reading: null };
  const sort = page.sort === 'relevance' ? 'newest' : page.sort;
  return { rows: await readPage(database, filters, sort, page), reading: null };
}

async function count(product: ProductService, { words, filters }: Asked, reading: Interpretation | null) {
  if (words !== null && reading === null) return 0;
  const { database } = product;
  const expressions = reading?.expressions ?? null;
  const { total } = await product.totals.get(JSON.stringify([filters, expressions]), filters.inStock, async () => ({
    total: await (expressions || filters.facts
      ? countMatches(database, expressions, filters)
      : countProducts(database, filters)),
  }));
  return total;
}

/** The strictest reading of the words that finds something; further pages keep to the reading of the first. */
async function search(
  product: ProductService,
  words: readonly string[],
  filters: ListFilters,
  page: Page,
): Promise<Found> {
  for await (const reading of interpretations(product, words, { only: page.stage })) {
    const rows = await searchProducts(product.database, reading.expressions, filters, page.sort, page);
    if (rows.length > 0 || page.stage !== null) return { rows, reading };
  }
  return { rows: [], reading: null };
}
