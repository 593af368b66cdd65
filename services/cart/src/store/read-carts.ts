/** Reading whole carts: one statement for the cart, its lines and its codes. */
import { type Database, type Executor, run } from '#platform/sql/database.ts';
import type { CartLine, Owner, StoredCart } from '../domain/cart.ts';
import type { AppliedCode } from '../domain/discount.ts';

// A code as it stands for the shopper `c`.
const CODE = `json_build_object(
  'discountId', d.id, 'version', d.version, 'code', d.code, 'kind', d.kind, 'amountMinor', d.amount_minor,
  'percent', d.percent::text, 'productId', d.product_id, 'categoryId', d.category_id, 'sellerId', d.seller_id,
  'minimumMinor', d.minimum_minor,
  'startsAt', floor(extract(epoch from d.starts_at) * 1000)::bigint,
  'endsAt', floor(extract(epoch from d.ends_at) * 1000)::bigint,
  'active', d.active and d.deleted_at is null, 'perUserLimit', d.per_user_limit, 'refused', a.refused,
  'usedUp', coalesce(d.used >= d.usage_limit, false) or coalesce(d.per_user_limit <= (
    select u.used from discount_user u where u.discount_id = d.id and u.user_id = c.user_id), false)
)`;

// Arrays and not objects: the names of the fields would be most of the bytes.
const CART = `
select c.id, c.user_id, c.guest_id, c.version, c.claimed_by, c.updated_at,
  (select json_agg(json_build_array(l.id, l.product_id, l.variant_id, l.seller_id, l.title, l.quantity,
     l.added_minor, l.shown_minor) order by l.id)
   from cart_line l where l.cart_id = c.id) as lines,
  (select json_agg(${CODE} order by d.id)
   from cart_code a join discount d on d.id = a.discount_id where a.cart_id = c.id) as codes
from cart c`;

// The planner cannot see into array(select …): it settles on one plan and keeps it. With a bare parameter it plans anew
// for each length of the list, which takes longer than the read.
const BY_USERS = `${CART} where c.user_id = any(array(select unnest($1::bigint[])))`;
const BY_GUESTS = `${CART} where c.guest_id = any(array(select unnest($1::text[])))`;
const BY_ID = `${CART} where c.id = $1`;
const BY_BOTH = `${CART} where c.user_id = $1 or c.guest_id = $2`;

const BY_CODE = `
select ${CODE} as code
from discount d cross join (select $2::bigint as user_id) c cross join (select null::text as refused) a
where d.code_key = $1`;

type LineRow = [number, number, number, number, string, number, number, number];

interface CartRow {
  id: number;
  user_id: number | null;
  guest_id: string | null;
  version: number;
  claimed_by: number | null;
  updated_at: Date;
  lines: LineRow[] | null;
  codes: AppliedCode[] | null;
}

/** In the order of the owners. */
export async function readCarts(database: Database<any>, owners: readonly Owner[]): Promise<Array<StoredCart | null>> {
  const userIds = owners.flatMap(({ userId }) => userId ?? []);
  const guestIds = owners.flatMap(({ guestId }) => guestId ?? []);
  const found = await Promise.all([
    userIds.length > 0 ? database.read<CartRow>(BY_USERS, [userIds]) : [],
    guestIds.length > 0 ? database.read<CartRow>(BY_GUESTS, [guestIds]) : [],
  ]);
  const byOwner = new Map(found.flat().map((row) => [row.user_id ?? row.guest_id, toCart(row)]));
  return owners.map(({ userId, guestId }) => byOwner.get(userId ?? guestId) ?? null);
}

/** The user's cart, and the guest's that may have to join it. */
export async function readBothCarts(
  database: Database<any>,
  userId: number,
  guestId: string,
): Promise<{ own: StoredCart | null; guest: StoredCart | null }> {
  const carts = (await database.read<CartRow>(BY_BOTH, [userId, guestId])).map(toCart);
  return {
    own: carts.find((cart) => cart.userId === userId) ?? null,
    guest: carts.find((cart) => cart.guestId === guestId) ?? null,
  };
}

export async function readCartById(executor: Executor<any>, id: number): Promise<StoredCart | null> {
  const [row] = await run<CartRow>(executor, BY_ID, [id]);
  return row ? toCart(row) : null;
}

/** A code as it stands for a shopper who does not hold it yet. */
export async function readCode(
  database: Database<any>,
  codeKey: string,
  userId: number | null,
): Promise<AppliedCode | null> {
  const [row] = await database.read<{ code: AppliedCode }>(BY_CODE, [codeKey, userId]);
  return row?.code ?? null;
}

const toCart = (row: CartRow): StoredCart => ({
  id: row.id,
  userId: row.user_id,
  guestId: row.guest_id,
  version: row.version,
  claimedBy: row.claimed_by,
  updatedAt: row.updated_at,
  lines: (row.lines ?? []).map(toLine),
  codes: row.codes ?? [],
});

const toLine = ([id, productId, variantId, sellerId, title, quantity, addedMinor, shownMinor]: LineRow): CartLine => ({
  id,
  productId,
  variantId,
  sellerId,
  title,
  quantity,
  addedMinor,
  shownMinor,
});
