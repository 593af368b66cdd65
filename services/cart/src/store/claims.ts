/**
 * Claims: the cart of an order that is being made. The row stays as a tombstone, so that an order which was released or
 * finished can never claim again. Many orders a statement; carts are locked in id order.
 */
import type { ClaimedCart } from '#contracts/cart/schemas.ts';
import { type Database, type Executor, run } from '#platform/sql/database.ts';
import type { Owner } from '../domain/cart.ts';

export interface NewClaim {
  orderId: number;
  cartId: number;
  version: number;
  answer: ClaimedCart;
}

const CLAIM = `
with wanted as (
  select * from jsonb_to_recordset($1::jsonb) as w(ord int, order_id bigint, cart_id bigint, version bigint, answer jsonb)
), locked as materialized (
  select c.id, w.ord, w.order_id from cart c join wanted w on w.cart_id = c.id
  where c.version = w.version and c.claimed_by is null
    and not exists (select from claim k where k.order_id = w.order_id)
  order by c.id for update of c
), marked as (
  update cart c set claimed_by = l.order_id from locked l where c.id = l.id
  returning c.id, l.ord, l.order_id
), kept as (
  insert into claim (order_id, cart_id, status, answer)
  select m.order_id, m.id, 'claimed', w.answer from marked m join wanted w on w.ord = m.ord order by m.order_id
)
select ord from marked`;

/** For each: is it claimed now? If not, its cart is no longer what was priced, or an order has it. */
export async function insertClaims(executor: Executor<any>, claims: readonly NewClaim[]): Promise<boolean[]> {
  const rows = await run<{ ord: number }>(executor, CLAIM, [
    JSON.stringify(
      claims.map(({ orderId, cartId, version, answer }, ord) => ({
        ord,
        order_id: orderId,
        cart_id: cartId,
        version,
        answer,
      })),
    ),
  ]);
  const claimed = claims.map(() => false);
  for (const { ord } of rows) claimed[ord] = true;
  return claimed;
}

export interface ClaimRecord {
  order_id: number;
  status: 'claimed' | 'finished' | 'released';
  answer: ClaimedCart | null;
}

// As in read-carts.ts: a list that the planner cannot see into is planned once.
const READ = 'select order_id, status, answer from claim where order_id = any(array(select unnest($1::bigint[])))';

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
const FINISH = `
with due as materialized (
  select order_id, cart_id from claim where order_id = any(array(select unnest($1::bigint[]))) and status = 'claimed'
  order by order_id for update
), carts as materialized (
  select c.id from cart c join due d on d.cart_id = c.id where c.claimed_by = d.order_id order by c.id for update of c
), emptied as (
  delete from cart_line l using carts where l.cart_id = carts.id
), spent as (
  delete from cart_code a using carts where a.cart_id = carts.id
), freed as (
  update cart c set claimed_by = null, version = c.version + 1, updated_at = now() from carts where c.id = carts.id
  returning c.id, c.user_id, c.guest_id
), ended as (
  update claim k set status = 'finished', answer = null, updated_at = now() from due where k.order_id = due.order_id
  returning k.order_id, k.cart_id
)
select e.order_id, f.user_id, f.guest_id from ended e left join freed f on f.id = e.cart_id`;

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
  return toEnded(await run<EndedRow>(executor, FINISH, [orderIds]));
}

// The tombstone first: a claim that is on its way waits for it, or is waited for, and then one of the two is seen.
const BURY = `
insert into claim (order_id, status)
select o.id, 'released' from unnest($1::bigint[]) as o(id) order by o.id
on conflict (order_id) do update set status = 'released', answer = null, updated_at = now()
where claim.status = 'claimed'
returning order_id, cart_id`;

const FREE = `
with held as materialized (
  select c.id, r.order_id from cart c join unnest($1::bigint[], $2::bigint[]) as r(cart_id, order_id) on r.cart_id = c.id
  where c.claimed_by = r.order_id
  order by c.id for update of c
)
update cart c set claimed_by = null from held where c.id = held.id
returning held.order_id, c.user_id, c.guest_id`;

/** Frees the carts. Run in a transaction. */
export async function releaseClaims(executor: Executor<any>, orderIds: readonly number[]): Promise<EndedClaims> {
  const buried = await run<{ order_id: number; cart_id: number | null }>(executor, BURY, [orderIds]);
  const held = buried.filter((row) => row.cart_id !== null);
  if (held.length === 0) return new Map();
  return toEnded(
    await run<EndedRow>(executor, FREE, [held.map((row) => row.cart_id), held.map((row) => row.order_id)]),
  );
}

const TAKE_BACK = `
with gone as (
  delete from claim where order_id = any(array(select unnest($1::bigint[]))) and status = 'claimed' returning order_id, cart_id
)
update cart c set claimed_by = null from gone where c.id = gone.cart_id and c.claimed_by = gone.order_id`;

/** Undoes claims of this very transaction. */
export async function takeBackClaims(executor: Executor<any>, orderIds: readonly number[]): Promise<void> {
  await run(executor, TAKE_BACK, [orderIds]);
}
