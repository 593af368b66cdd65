/** Rows of discount codes. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Executor } from '#platform/sql/database.ts';
import { afterId, offsetOf, type PageRequest } from './page.ts';
import type { CartTables, DiscountTable } from './tables.ts';

export type DiscountRow = Selectable<DiscountTable>;
export type NewDiscount = Insertable<DiscountTable>;
export type DiscountChange = Updateable<DiscountTable>;

type Rows = Executor<CartTables>;

/** Whose discounts may be touched: a seller's own, or anyone's. */
export type Scope = { sellerId: number } | 'all';

export const discountKeyOf = (code: string): string => code.toUpperCase();

export async function listDiscounts(
  rows: Rows,
  scope: Scope,
  query: PageRequest & { q?: string; active?: boolean; sellerId?: number },
): Promise<{ page: DiscountRow[]; total: number }> {
  let matching = rows.selectFrom('discount').where('deleted_at', 'is', null);
  if (scope !== 'all') matching = matching.where('seller_id', '=', scope.sellerId);
  if (query.sellerId !== undefined) matching = matching.where('seller_id', '=', query.sellerId);
  if (query.active !== undefined) matching = matching.where('active', '=', query.active);
  if (query.q) matching = matching.where('code_key', 'like', `%${likeText(discountKeyOf(query.q))}%`);
  const after = afterId(query);
  let page = matching.selectAll();
  if (after !== null) page = page.where('id', '<', after);
  const [items, count] = await Promise.all([
    page
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .offset(offsetOf(query))
      .execute(),
    matching.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { page: items, total: count.total };
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

export async function readDiscount(rows: Rows, id: number, scope: Scope): Promise<DiscountRow | undefined> {
  let query = rows.selectFrom('discount').selectAll().where('id', '=', id).where('deleted_at', 'is', null);
  if (scope !== 'all') query = query.where('seller_id', '=', scope.sellerId);
  return query.executeTakeFirst();
}

/** Locked until the transaction ends: what is decided on it still holds when it is written. */
export async function lockDiscount(rows: Rows, id: number, scope: Scope): Promise<DiscountRow | undefined> {
  let query = rows.selectFrom('discount').selectAll().where('id', '=', id).where('deleted_at', 'is', null);
  if (scope !== 'all') query = query.where('seller_id', '=', scope.sellerId);
  return query.forUpdate().executeTakeFirst();
}

export async function insertDiscount(rows: Rows, discount: NewDiscount): Promise<DiscountRow> {
  return rows.insertInto('discount').values(discount).returningAll().executeTakeFirstOrThrow();
}

export async function updateDiscount(rows: Rows, id: number, change: DiscountChange): Promise<DiscountRow> {
  return rows
    .updateTable('discount')
    .set(change)
    .set((row) => ({ version: row('version', '+', 1), updated_at: new Date() }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Carts and uses go on naming the row; no code that a shopper can send is like its key. */
export async function deleteDiscount(rows: Rows, id: number): Promise<DiscountRow> {
  return updateDiscount(rows, id, { code_key: `#${id}`, active: false, deleted_at: new Date() });
}

/** The most that any one user has used it. */
export async function mostUsesByOneUser(rows: Rows, id: number): Promise<number> {
  const { most } = await rows
    .selectFrom('discount_user')
    .select((select) => select.fn.max('used').as('most'))
    .where('discount_id', '=', id)
    .executeTakeFirstOrThrow();
  return most ?? 0;
}
