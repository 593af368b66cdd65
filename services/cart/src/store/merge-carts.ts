/** Joins a guest's cart to the user's, once: both rows are locked, and the guest's is gone when the lock falls. */
import type { Transaction } from 'kysely';
import { MAX_CART_CODES, MAX_CART_LINES } from '#contracts/cart/schemas.ts';
import { run } from '#platform/sql/database.ts';

const LOCK = `
select id, user_id, guest_id, claimed_by from cart where user_id = $1 or guest_id = $2 order by id for update`;

const TAKE_OVER = `
update cart set user_id = $2, guest_id = null, version = version + 1, updated_at = now() where id = $1`;

// Oldest lines first; what a full cart cannot take is left out.
const MOVE_LINES = `
insert into cart_line (cart_id, product_id, variant_id, seller_id, title, quantity, added_minor, shown_minor)
select $1, g.product_id, g.variant_id, g.seller_id, g.title, g.quantity, g.added_minor, g.shown_minor
from cart_line g
where g.cart_id = $2 and (
  exists (select from cart_line o where o.cart_id = $1 and o.variant_id = g.variant_id)
  or (
    select count(*) from cart_line n
    where n.cart_id = $2 and n.id <= g.id
      and not exists (select from cart_line o where o.cart_id = $1 and o.variant_id = n.variant_id)
  ) <= ${MAX_CART_LINES} - (select count(*) from cart_line where cart_id = $1)
)
order by g.id
on conflict (cart_id, variant_id) do update
set quantity = least(10000, cart_line.quantity + excluded.quantity), shown_minor = excluded.shown_minor`;

const MOVE_CODES = `
insert into cart_code (cart_id, discount_id)
select $1, discount_id from cart_code where cart_id = $2 and refused is null
order by discount_id
limit greatest(0, ${MAX_CART_CODES} - (select count(*) from cart_code where cart_id = $1))
on conflict do nothing`;

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
  await run(tx, MOVE_LINES, [own.id, guest.id]);
  await run(tx, MOVE_CODES, [own.id, guest.id]);
  await run(tx, REMOVE, [guest.id]);
  await run(tx, BUMP, [own.id]);
  return 'merged';
}
