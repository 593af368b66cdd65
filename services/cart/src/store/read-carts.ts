/** Reading whole carts: one statement for the cart, its lines and its codes. */
import { type Database, type Executor, run } from '#platform/sql/database.ts';
import type { Statement, Words } from '#platform/sql/statement.ts';
import type { CartLine, Owner, StoredCart } from '../domain/cart.ts';
import type { AppliedCode } from '../domain/discount.ts';

// Arrays and not objects: the names of the fields would be most of the bytes. A code as it stands for the shopper `c`.
const codeCells = (sql: Words) => [
  'd.id',
  'd.version',
  'd.code',
  'd.kind',
  'd.amount_minor',
  "concat(d.percent, '')",
  'd.product_id',
  'd.category_id',
  'd.seller_id',
  'd.minimum_minor',
  sql.epochMs('d.starts_at'),
  sql.epochMs('d.ends_at'),
  'd.active and d.deleted_at is null',
  'd.per_user_limit',
  'a.refused',
  `coalesce(d.used >= d.usage_limit, false) or coalesce(d.per_user_limit <= (
    select u.used from discount_user u where u.discount_id = d.id and u.user_id = c.user_id), false)`,
];
const lineCells = [
  'l.id',
  'l.product_id',
  'l.variant_id',
  'l.seller_id',
  'l.title',
  'l.quantity',
  'l.added_minor',
  'l.shown_minor',
];
const ofCart = 'cart_code a join discount d on d.id = a.discount_id where a.cart_id = c.id';

const cart = (sql: Words) => `
select c.id, c.user_id, c.guest_id, c.version, c.claimed_by, c.updated_at,
  ${sql.list(lineCells, 'cart_line l where l.cart_id = c.id', 'l.id')} as "lines",
  ${sql.list(codeCells(sql), ofCart, 'd.id')} as codes
from cart c`;

const BY_USERS: Statement = (sql) => `${cart(sql)} where c.user_id ${sql.in(1)}`;
const BY_GUESTS: Statement = (sql) => `${cart(sql)} where c.guest_id ${sql.in(1, 'text')}`;
const BY_ID: Statement = (sql) => `${cart(sql)} where c.id = $1`;
const BY_BOTH: Statement = (sql) => `${cart(sql)} where c.user_id = $1 or c.guest_id = $2`;

const BY_CODE: Statement = (sql) => {
  const from = `discount d cross join (select ${sql.value(2, 'bigint')} as user_id) c
    cross join (select ${sql.value(3, 'text')} as refused) a where d.code_key = $1`;
  return `select ${sql.list(codeCells(sql), from, 'd.id')} as codes`;
};

type CodeCells = [
  discountId: number,
  version: number,
  code: string,
  kind: AppliedCode['kind'],
  amountMinor: number | null,
  percent: string | null,
  productId: number | null,
  categoryId: number | null,
  sellerId: number | null,
  minimumMinor: number | null,
  startsAt: number | null,
  endsAt: number | null,
  active: boolean | number,
  perUserLimit: number | null,
  refused: AppliedCode['refused'],
  usedUp: boolean | number,
];

type LineRow = [number, number, number, number, string, number, number, number];

interface CartRow {
  id: number;
  user_id: number | null;
  guest_id: string | null;
  version: number;
  claimed_by: number | null;
  updated_at: Date;
  lines: LineRow[] | null;
  codes: CodeCells[] | null;
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
  const [row] = await database.read<{ codes: CodeCells[] | null }>(BY_CODE, [codeKey, userId, null]);
  return row?.codes?.[0] ? toCode(row.codes[0]) : null;
}

const toCart = (row: CartRow): StoredCart => ({
  id: row.id,
  userId: row.user_id,
  guestId: row.guest_id,
  version: row.version,
  claimedBy: row.claimed_by,
  updatedAt: row.updated_at,
  lines: (row.lines ?? []).map(toLine),
  codes: (row.codes ?? []).map(toCode),
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

function toCode(cells: CodeCells): AppliedCode {
  const [discountId, version, code, kind, amountMinor, percent, productId, categoryId, sellerId, ...rest] = cells;
  const [minimumMinor, startsAt, endsAt, active, perUserLimit, refused, usedUp] = rest;
  return {
    discountId,
    version,
    code,
    kind,
    amountMinor,
    // PostgreSQL makes an empty text of none.
    percent: percent || null,
    productId,
    categoryId,
    sellerId,
    minimumMinor,
    startsAt,
    endsAt,
    active: Boolean(active),
    perUserLimit,
    refused,
    usedUp: Boolean(usedUp),
  };
}
