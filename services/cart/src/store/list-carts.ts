/** The list of carts, newest first. */
import type { Executor } from '#platform/sql/database.ts';
import { afterId, offsetOf, type PageRequest } from './page.ts';
import type { CartTables } from './tables.ts';

export interface CartSummaryRow {
  id: number;
  user_id: number | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  item_count: number;
}

export async function listCartRows(
  rows: Executor<CartTables>,
  query: PageRequest & { userId?: number },
): Promise<CartSummaryRow[]> {
  const after = afterId(query);
  let carts = rows
    .selectFrom('cart')
    .select(['cart.id', 'user_id', 'version', 'created_at', 'updated_at'])
    .select((cart) =>
      cart.fn
        .coalesce(
          cart
            .selectFrom('cart_line')
            .select((line) => line.fn.sum<number>('quantity').as('units'))
            .whereRef('cart_line.cart_id', '=', 'cart.id'),
          cart.val(0),
        )
        .as('item_count'),
    );
  if (query.userId !== undefined) carts = carts.where('user_id', '=', query.userId);
  if (after !== null) carts = carts.where('cart.id', '<', after);
  return carts
    .orderBy('cart.id', 'desc')
    .limit(query.limit + 1)
    .offset(offsetOf(query))
    .execute();
}
