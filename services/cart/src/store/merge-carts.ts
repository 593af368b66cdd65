/** Joins a guest's cart to the user's, once: both rows are locked, and the guest's is gone when the lock falls. */
import type { Transaction } from 'kysely';
import { MAX_CART_CODES, MAX_CART_LINES } from '#contracts/cart/schemas.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { run } from '#platform/sql/database.ts';

const LOCK = `
select id, user_id, guest_id, claimed_by from cart where user_id = $1 or guest_id = $2 order by id for update`;

const TAKE_OVER = `
update cart set user_id = $2, guest_id = null, version = version + 1, updated_at = now() where id = $1`;

const LINES = `
select cart_id, product_id, variant_id, seller_id, title, quantity, added_minor, shown_minor
from cart_line where cart_id = $1 or cart_id = $2 order by id`;

const PUT_LINES = insertRows({
  table: 'cart_line',
  fields: {
    cart_id: 'bigint',
    product_id: 'bigint',
    variant_id: 'bigint',
    seller_id: 'bigint',
    title: 'text',
    quantity: 'int',
    added_minor: 'bigint',
    shown_minor: 'bigint',
    place: 'int',
  },
  aside: ['place'],
  orderBy: 'r.place',
  duplicate: {
    key: ['cart_id', 'variant_id'],
    set: { quantity: 'least(10000, old.quantity + new.quantity)', shown_minor: 'new.shown_minor' },
  },
});

const CODES = `
select cart_id, discount_id, refused from cart_code where cart_id = $1 or cart_id = $2 order by discount_id`;

const PUT_CODES = insertRows({
  table: 'cart_code',
  fields: { cart_id: 'bigint', discount_id: 'bigint' },
  orderBy: 'r.discount_id',
  duplicate: 'skip',
});

const REMOVE = 'delete from cart where id = $1';
const BUMP = 'update cart set version = version + 1, updated_at = now() where id = $1';

interface LockedCart {
  id: number;
  user_id: number | null;
  guest_id: string | null;
  claimed_by: number | null;
}

/** `nothing`: there is no guest's cart any more; `claimed`: an order is being made of one of the two, try again later. */
export type MergeOutcome = 'nothing' | 'merged' | 'claimed';

export async function mergeGuestCart(tx: Transaction<any>, userId: number, guestId: string): Promise<MergeOutcome> {
  const carts = await run<LockedCart>(tx, LOCK, [userId, guestId]);
  const own = carts.find((cart) => cart.user_id === userId);
  const guest = carts.find((cart) => cart.guest_id === guestId);
  if (!guest) return 'nothing';
  if (guest.claimed_by !== null || (own && own.claimed_by !== null)) return 'claimed';
  if (!own) {
    await run(tx, TAKE_OVER, [guest.id, userId]);
    return 'merged';
  }
  await moveLines(tx, own.id, guest.id);
  await moveCodes(tx, own.id, guest.id);
  await run(tx, REMOVE, [guest.id]);
  await run(tx, BUMP, [own.id]);
  return 'merged';
}

/** Oldest first; what a full cart cannot take is left out. */
async function moveLines(tx: Transaction<any>, ownId: number, guestId: number): Promise<void> {
  const lines = await run<{ cart_id: number; variant_id: number }>(tx, LINES, [ownId, guestId]);
  const variants = new Set(lines.filter((line) => line.cart_id === ownId).map((line) => line.variant_id));
  const moved = lines.filter(({ cart_id, variant_id }) => {
    if (cart_id === ownId) return false;
    if (variants.has(variant_id)) return true;
    if (variants.size >= MAX_CART_LINES) return false;
    variants.add(variant_id);
    return true;
  });
  await PUT_LINES(
    tx,
    moved.map((line, place) => ({ ...line, cart_id: ownId, place })),
  );
}

async function moveCodes(tx: Transaction<any>, ownId: number, guestId: number): Promise<void> {
  const codes = await run<{ cart_id: number; discount_id: number; refused: string | null }>(tx, CODES, [
    ownId,
    guestId,
  ]);
  const room = MAX_CART_CODES - codes.filter((code) => code.cart_id === ownId).length;
  const moved = codes.filter((code) => code.cart_id === guestId && code.refused === null).slice(0, Math.max(room, 0));
  await PUT_CODES(
    tx,
    moved.map(({ discount_id }) => ({ cart_id: ownId, discount_id })),
  );
}
