/**
 * Claims: the cart of an order that is being made. The row stays as a tombstone, so that an order which was released or
 * finished can never claim again. Many orders a statement; carts are locked in id order.
 */
import type { ClaimedCart } from '#contracts/cart/schemas.ts';
import { chain } from '#platform/sql/changes/chain.ts';
import { deleteRows } from '#platform/sql/changes/delete-rows.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import type { Database, Executor } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Owner } from '../domain/cart.ts';

export interface NewClaim {
  orderId: number;
  cartId: number;
  version: number;
  answer: ClaimedCart;
}

const claimFields = { ord: 'int', order_id: 'bigint', cart_id: 'bigint' } as const;

// A tombstone that is committed between the look for it and the insert is met by the key alone: the batcher repeats what
// collided, and then it is seen.
const CLAIM = chain({
  marked: updateRows<{ ord: number }>({
    table: 'cart',
    fields: { ...claimFields, version: 'bigint' },
    match: { id: 'cart_id' },
    where: `t.version = r.version and t.claimed_by is null
      and not exists (select 1 from claim k where k.order_id = r.order_id)`,
    set: { claimed_by: 'r.order_id' },
    lockBy: ['id'],
    echo: ['ord'],
  }),
  kept: insertRows({
    table: 'claim',
    fields: { ...claimFields, answer: 'json' },
    aside: ['ord'],
    values: { status: "'claimed'" },
    orderBy: 'r.order_id',
    after: { part: 'marked', on: { ord: 'ord' } },
  }),
});

/** For each: is it claimed now? If not, its cart is no longer what was priced, or an order has it. */
export async function insertClaims(executor: Executor<any>, claims: readonly NewClaim[]): Promise<boolean[]> {
  const rows = claims.map(({ orderId, cartId, version, answer }, ord) => ({
    ord,
    order_id: orderId,
    cart_id: cartId,
    version,
    answer,
  }));
  const { marked } = await CLAIM(executor, { marked: rows, kept: rows });
  const claimed = claims.map(() => false);
  for (const { ord } of marked) claimed[ord] = true;
  return claimed;
}

export interface ClaimRecord {
  order_id: number;
  status: 'claimed' | 'finished' | 'released';
  answer: ClaimedCart | null;
}

const READ: Statement = (sql) => `select order_id, status, answer from claim where order_id ${sql.in(1)}`;

/** In the order of the ids. */
export async function readClaims(
  database: Database<any>,
  orderIds: readonly number[],
): Promise<Array<ClaimRecord | null>> {
  const rows = await database.read<ClaimRecord>(READ, [orderIds]);
  const byOrder = new Map(rows.map((row) => [row.order_id, row]));
  return orderIds.map((orderId) => byOrder.get(orderId) ?? null);
}

// Only what was claimed is emptied: the cart takes no edit between claim and finish, so that is all there is in it.
const ofFreed = { part: 'freed', on: { order_id: 'order_id' }, take: { cart_id: 'id' } } as const;
const lineFields = { order_id: 'bigint', cart_id: 'bigint' } as const;

const FINISH = chain({
  ended: updateRows<{ order_id: number }>({
    table: 'claim',
    fields: { order_id: 'bigint' },
    match: { order_id: 'order_id' },
    where: "t.status = 'claimed'",
    set: { status: "'finished'", answer: 'null', updated_at: 'now()' },
    lockBy: ['order_id'],
    listed: 'order_id',
    returning: { order_id: 'bigint', cart_id: 'bigint' },
  }),
  freed: updateRows<EndedRow>({
    table: 'cart',
    fields: lineFields,
    match: { id: 'cart_id' },
    where: 't.claimed_by = r.order_id',
    set: { claimed_by: 'null', version: 't.version + 1', updated_at: 'now()' },
    lockBy: ['id'],
    returning: { id: 'bigint', user_id: 'bigint', guest_id: 'text' },
    echo: ['order_id'],
    after: { part: 'ended', on: { order_id: 'order_id' }, take: { cart_id: 'cart_id' } },
  }),
  emptied: deleteRows({ table: 'cart_line', fields: lineFields, match: { cart_id: 'cart_id' }, after: ofFreed }),
  spent: deleteRows({ table: 'cart_code', fields: lineFields, match: { cart_id: 'cart_id' }, after: ofFreed }),
});

/** Orders that were claimed until now, each with whose cart it was. */
export type EndedClaims = Map<number, Owner>;

interface EndedRow {
  order_id: number;
  user_id: number | null;
  guest_id: string | null;
}

const toEnded = (rows: readonly EndedRow[]): EndedClaims =>
  new Map(rows.map((row) => [row.order_id, { userId: row.user_id, guestId: row.guest_id } as Owner]));

export async function finishClaims(executor: Executor<any>, orderIds: readonly number[]): Promise<EndedClaims> {
  const orders = orderIds.map((order_id) => ({ order_id }));
  const { ended, freed } = await FINISH(executor, { ended: orders, freed: orders, emptied: orders, spent: orders });
  const owners = toEnded(freed);
  const nobody = { userId: null, guestId: null } as unknown as Owner;
  return new Map(ended.map(({ order_id }) => [order_id, owners.get(order_id) ?? nobody]));
}

// The tombstone first: a claim that is on its way waits for it, or is waited for, and then one of the two is seen.
const BURY = insertRows<{ order_id: number; cart_id: number | null }>({
  table: 'claim',
  fields: { order_id: 'bigint' },
  values: { status: "'released'" },
  orderBy: 'r.order_id',
  duplicate: {
    key: ['order_id'],
    set: { status: "'released'", answer: 'null', updated_at: 'now()' },
    where: "old.status = 'claimed'",
  },
  returning: { order_id: 'bigint', cart_id: 'bigint' },
});

const free = {
  table: 'cart',
  fields: lineFields,
  match: { id: 'cart_id' },
  where: 't.claimed_by = r.order_id',
  set: { claimed_by: 'null' },
  lockBy: ['id'],
} as const;
const FREE = updateRows<EndedRow>({ ...free, returning: { user_id: 'bigint', guest_id: 'text' }, echo: ['order_id'] });

/** Frees the carts. Run in a transaction. */
export async function releaseClaims(executor: Executor<any>, orderIds: readonly number[]): Promise<EndedClaims> {
  const buried = await BURY(
    executor,
    orderIds.map((order_id) => ({ order_id })),
  );
  const held = buried.filter((row) => row.cart_id !== null);
  return toEnded(await FREE(executor, held));
}

const TAKE_BACK = chain({
  gone: deleteRows({
    table: 'claim',
    fields: { order_id: 'bigint' },
    match: { order_id: 'order_id' },
    where: "t.status = 'claimed'",
    listed: 'order_id',
    returning: { order_id: 'bigint', cart_id: 'bigint' },
  }),
  freed: updateRows({
    ...free,
    after: { part: 'gone', on: { order_id: 'order_id' }, take: { cart_id: 'cart_id' } },
  }),
});

/** Undoes claims of this very transaction. */
export async function takeBackClaims(executor: Executor<any>, orderIds: readonly number[]): Promise<void> {
  const orders = orderIds.map((order_id) => ({ order_id }));
  await TAKE_BACK(executor, { gone: orders, freed: orders });
}
