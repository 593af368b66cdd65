/**
 * Every edit of a cart: one statement for many carts at once. An edit names the version it was decided on and is applied
 * only to that version of an unclaimed cart, so two edits never overwrite each other: the later one is told to decide
 * again. Carts are locked in id order.
 */
import { type Executor, run } from '#platform/sql/database.ts';
import type { Owner } from '../domain/cart.ts';
import type { LineToPut } from '../domain/lines.ts';
import type { RefusedCode } from '../domain/lost-codes.ts';

export interface CartChange {
  owner: Owner;
  /** Null: the owner has no cart yet. */
  cartId: number | null;
  version: number;
  /** Added, or set when the variant is there already. */
  put?: readonly LineToPut[];
  /** Ids of lines. */
  remove?: readonly number[];
  /** Ids of discounts; one that is there already is no longer refused. */
  putCodes?: readonly number[];
  /** Codes that the shopper is told to have lost, and why. */
  refuseCodes?: readonly RefusedCode[];
  removeCodes?: readonly number[];
}

export interface ChangedCart {
  cartId: number;
  version: number;
  updatedAt: Date;
  /** Ids of the lines that were put, by variant. */
  lineIds: ReadonlyMap<number, number>;
}

const CHANGE = `
with known as (
  select * from jsonb_to_recordset($1::jsonb) as w(ord int, cart_id bigint, version bigint)
), fresh as (
  select * from jsonb_to_recordset($2::jsonb) as w(ord int, user_id bigint, guest_id text)
), locked as materialized (
  select c.id, w.ord from cart c join known w on w.cart_id = c.id
  where c.version = w.version and c.claimed_by is null
  order by c.id for update of c
), bumped as (
  update cart c set version = c.version + 1, updated_at = now() from locked l where c.id = l.id
  returning c.id, l.ord, c.version, c.updated_at
), made as (
  insert into cart (user_id, guest_id) select user_id, guest_id from fresh order by user_id, guest_id
  on conflict do nothing
  returning id, user_id, guest_id, version, updated_at
), changed as (
  select id, ord, version, updated_at from bumped
  union all
  select m.id, f.ord, m.version, m.updated_at from made m
  join fresh f on f.user_id = m.user_id or f.guest_id = m.guest_id
), put as (
  insert into cart_line (cart_id, product_id, variant_id, seller_id, title, quantity, added_minor, shown_minor)
  select c.id, l.product_id, l.variant_id, l.seller_id, l.title, l.quantity, l.added_minor, l.shown_minor
  from jsonb_to_recordset($3::jsonb) as l(ord int, pos int, product_id bigint, variant_id bigint, seller_id bigint,
    title text, quantity int, added_minor bigint, shown_minor bigint)
  join changed c on c.ord = l.ord
  order by c.ord, l.pos
  on conflict (cart_id, variant_id) do update set quantity = excluded.quantity, shown_minor = excluded.shown_minor
  returning cart_id, variant_id, id
), removed as (
  delete from cart_line l using jsonb_to_recordset($4::jsonb) as r(ord int, id bigint), changed c
  where c.ord = r.ord and l.cart_id = c.id and l.id = r.id
), coded as (
  insert into cart_code (cart_id, discount_id, refused)
  select c.id, k.discount_id, k.refused
  from jsonb_to_recordset($5::jsonb) as k(ord int, discount_id bigint, refused text)
  join changed c on c.ord = k.ord
  order by 1, 2
  on conflict (cart_id, discount_id) do update set refused = excluded.refused
), uncoded as (
  delete from cart_code a using jsonb_to_recordset($6::jsonb) as r(ord int, discount_id bigint), changed c
  where c.ord = r.ord and a.cart_id = c.id and a.discount_id = r.discount_id
)
select c.ord, c.id, c.version, c.updated_at,
  (select json_agg(json_build_array(p.variant_id, p.id)) from put p where p.cart_id = c.id) as line_ids
from changed c`;

interface ChangedRow {
  ord: number;
  id: number;
  version: number;
  updated_at: Date;
  line_ids: Array<[number, number]> | null;
}

/** In the order of the changes; null where the cart is no longer what the change was decided on, or is claimed. */
export async function changeCarts(
  executor: Executor<any>,
  changes: readonly CartChange[],
): Promise<Array<ChangedCart | null>> {
  const numbered = firstOfEachOwner(changes);
  const rows = await run<ChangedRow>(executor, CHANGE, [
    list(numbered, ({ cartId, version }) => (cartId === null ? [] : [{ cart_id: cartId, version }])),
    list(numbered, ({ cartId, owner }) =>
      cartId === null ? [{ user_id: owner.userId, guest_id: owner.guestId }] : [],
    ),
    list(numbered, ({ put = [] }) => put.map(toLineRow)),
    list(numbered, ({ remove = [] }) => remove.map((id) => ({ id }))),
    list(numbered, ({ putCodes = [], refuseCodes = [] }) => [
      ...putCodes.map((discountId) => ({ discount_id: discountId, refused: null })),
      ...refuseCodes.map(({ discountId, refused }) => ({ discount_id: discountId, refused })),
    ]),
    list(numbered, ({ removeCodes = [] }) => removeCodes.map((discountId) => ({ discount_id: discountId }))),
  ]);
  const changed: Array<ChangedCart | null> = changes.map(() => null);
  for (const row of rows) {
    changed[row.ord] = {
      cartId: row.id,
      version: row.version,
      updatedAt: row.updated_at,
      lineIds: new Map(row.line_ids ?? []),
    };
  }
  return changed;
}

type Numbered = CartChange & { ord: number };

/** One statement cannot update a row twice: of two edits of one cart the second is told to decide again. */
function firstOfEachOwner(changes: readonly CartChange[]): Numbered[] {
  const seen = new Set<number | string>();
  return changes.flatMap((change, ord) => {
    const owner = change.owner.userId ?? change.owner.guestId!;
    if (seen.has(owner)) return [];
    seen.add(owner);
    return [{ ...change, ord }];
  });
}

const list = (changes: readonly Numbered[], rowsOf: (change: CartChange) => object[]): string =>
  JSON.stringify(changes.flatMap((change) => rowsOf(change).map((row) => ({ ord: change.ord, ...row }))));

const toLineRow = (line: LineToPut, pos: number) => ({
  pos,
  product_id: line.productId,
  variant_id: line.variantId,
  seller_id: line.sellerId,
  title: line.title,
  quantity: line.quantity,
  added_minor: line.addedMinor,
  shown_minor: line.shownMinor,
});
