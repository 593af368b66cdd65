/** Discount codes as those see them who make them: admins, and sellers for their own products. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { Discount } from '#contracts/cart/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import { isUniqueViolation } from '#platform/sql/database.ts';
import type { CartService } from '../base.ts';
import {
  type DiscountRow,
  deleteDiscount,
  insertDiscount,
  listDiscounts,
  lockDiscount,
  mostUsesByOneUser,
  type NewDiscount,
  readDiscount,
  updateDiscount,
} from '../store/discounts.ts';
import { pageOfRows } from '../store/page.ts';
import { auditEvent } from './audit-event.ts';
import { discountColumns, scopeOf, sellerOf, toDiscount } from './discount-fields.ts';

type Tx = Parameters<Parameters<CartService['database']['tx']>[0]>[0];

export async function readDiscounts(
  { database, common }: CartService,
  { query }: Input<typeof cartApi.listDiscounts>,
  context: Context,
) {
  const { page, total } = await listDiscounts(database.kysely, scopeOf(context), query);
  return { ...pageOfRows(page, query, (row) => toDiscount(row, common.currency)), total };
}

export async function getDiscount(
  { database, common }: CartService,
  { params }: Input<typeof cartApi.getDiscount>,
  context: Context,
): Promise<Discount> {
  const row = await readDiscount(database.kysely, params.id, scopeOf(context));
  if (!row) throw problem('discount.not_found');
  return toDiscount(row, common.currency);
}

export async function createDiscount(
  cart: CartService,
  { body }: Input<typeof cartApi.createDiscount>,
  context: Context,
): Promise<Discount> {
  const columns = discountColumns(body, null, cart.common.currency);
  const sellerId = await sellerOf(cart, body, null, context);
  return idempotently(cart.database, context, 'cart.createDiscount', body, async (tx) => {
    const row = await uniquely(insertDiscount(tx, { active: true, ...columns, seller_id: sellerId } as NewDiscount));
    return audited(cart, tx, context, 'discount.created', null, row);
  });
}

export async function changeDiscount(
  cart: CartService,
  { params, body }: Input<typeof cartApi.updateDiscount>,
  context: Context,
): Promise<Discount> {
  const scope = scopeOf(context);
  const seen = await readDiscount(cart.database.kysely, params.id, scope);
  if (!seen) throw problem('discount.not_found');
  const sellerId = await sellerOf(cart, body, seen, context);
  return cart.database.tx(async (tx) => {
    const before = await lockDiscount(tx, params.id, scope);
    if (!before) throw problem('discount.not_found');
    const columns = discountColumns(body, before, cart.common.currency);
    await refuseLimitsBelowUses(tx, before, columns.usage_limit, columns.per_user_limit);
    const row = await uniquely(updateDiscount(tx, before.id, { ...columns, seller_id: sellerId }));
    return audited(cart, tx, context, 'discount.changed', before, row);
  });
}

export async function removeDiscountCode(
  cart: CartService,
  { params }: Input<typeof cartApi.deleteDiscount>,
  context: Context,
): Promise<void> {
  await cart.database.tx(async (tx) => {
    const before = await lockDiscount(tx, params.id, scopeOf(context));
    if (!before) throw problem('discount.not_found');
    await audited(cart, tx, context, 'discount.deleted', before, await deleteDiscount(tx, before.id));
  });
}

/** What was used stays used, so a limit below it would be broken from its first day. */
async function refuseLimitsBelowUses(
  tx: Tx,
  { id, used }: DiscountRow,
  limit: number | null | undefined,
  perUser: number | null | undefined,
): Promise<void> {
  if (limit != null && limit < used) throw invalid('usageLimit', `must be at least ${used}, as often as it was used`);
  if (perUser == null) return;
  const most = await mostUsesByOneUser(tx, id);
  if (perUser < most) throw invalid('perUserLimit', `must be at least ${most}, as often as one user has used it`);
}

async function uniquely<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isUniqueViolation(error, 'discount_code_key_once') ? problem('discount.code_taken') : error;
  }
}

async function audited(
  { outbox, common }: CartService,
  tx: Tx,
  context: Context,
  action: string,
  before: DiscountRow | null,
  after: DiscountRow,
): Promise<Discount> {
  const shown = toDiscount(after, common.currency);
  const details = { before: before && toDiscount(before, common.currency), after: shown };
  await outbox.emit(tx, [auditEvent(context, action, 'discount', after, details)]);
  return shown;
}
