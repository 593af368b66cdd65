/** Stock as sellers see it: levels, their history, what runs low. */
import type { stockApi } from '#contracts/product/stock.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { ProductService } from '../base.ts';
import { decodeCursor, encodeCursor } from '../domain/cursor.ts';
import { readLevels, readLow, readMovements } from '../store/stock.ts';
import { ownerIn } from './ownership.ts';

export { adjustStock, setLowStockThreshold } from './adjust-stock.ts';

const CURSOR_RULE = 'must be the nextCursor of the page before';

export async function readStock(
  product: ProductService,
  { params, query }: Input<typeof stockApi.readStock>,
  context: Context,
) {
  const { kysely } = product.database;
  const levels = await readLevels(kysely, params.id, ownerIn(context));
  if (levels.length === 0) throw problem('product.not_found');
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, 'movements');
  if (query.cursor !== undefined && !cursor) throw invalid('cursor', CURSOR_RULE);
  const rows = await readMovements(kysely, {
    productId: params.id,
    variantId: query.variantId ?? null,
    beforeId: cursor?.id ?? null,
    limit: query.limit + 1,
    offset: ((query.page ?? 1) - 1) * query.limit,
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > query.limit && last ? encodeCursor({ sort: 'movements', key: '', id: last.id }) : null;
  return { items, nextCursor, levels };
}

export async function listLowStock(
  product: ProductService,
  { query }: Input<typeof stockApi.listLowStock>,
  context: Context,
) {
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, 'low');
  if (query.cursor !== undefined && !(cursor && isLevel(cursor.key))) throw invalid('cursor', CURSOR_RULE);
  const rows = await readLow(product.database.kysely, {
    sellerId: ownerIn(context) ?? query.seller ?? null,
    afterQuantity: cursor ? Number(cursor.key) : -1,
    afterId: cursor?.id ?? 0,
    limit: query.limit + 1,
    offset: ((query.page ?? 1) - 1) * query.limit,
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const isLast = rows.length <= query.limit || !last;
  return { items, nextCursor: isLast ? null : encodeCursor({ sort: 'low', key: last.quantity, id: last.variantId }) };
}

const isLevel = (key: string | number): boolean => Number.isInteger(key) && Math.abs(Number(key)) <= 1_000_000_000;
