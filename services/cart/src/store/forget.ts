/** Erasing a user's cart. What counts his coupon uses stays: a number beside an id that means nobody any more. */
import { type Executor, run } from '#platform/sql/database.ts';

const LINES = 'delete from cart_line where cart_id in (select id from cart where user_id = $1 and claimed_by is null)';
const CART = 'delete from cart where user_id = $1 and claimed_by is null';

/** A claimed cart is emptied by its order. */
export async function forgetUser(executor: Executor<any>, userId: number): Promise<void> {
  await run(executor, LINES, [userId]);
  await run(executor, CART, [userId]);
}
