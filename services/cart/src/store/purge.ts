/** Forgets what nobody comes back for: old carts of guests, and claims whose order is long decided. */
import { type Database, run } from '#platform/sql/database.ts';
import type { KeptCarts } from './kept-carts.ts';

const BATCH = 1_000;

const GUEST_CARTS = `
delete from cart where id in (
  select id from cart
  where guest_id is not null and claimed_by is null and updated_at < now() - $1 * interval '1 day'
  limit ${BATCH}
) returning guest_id`;

const CLAIMS = `
delete from claim where order_id in (
  select order_id from claim where status <> 'claimed' and created_at < now() - interval '30 days'
  order by order_id limit ${BATCH}
) returning order_id`;

export async function purgeGuestCarts(database: Database<any>, days: number, kept: KeptCarts): Promise<number> {
  return repeatedly(async () => {
    const gone = await run<{ guest_id: string }>(database.kysely, GUEST_CARTS, [days]);
    for (const { guest_id: guestId } of gone) kept.drop({ userId: null, guestId });
    return gone;
  });
}

export async function purgeClaims(database: Database<any>): Promise<number> {
  return repeatedly(() => run(database.kysely, CLAIMS, []));
}

/** In small transactions, so that nobody waits for a long one. */
async function repeatedly(batch: () => Promise<unknown[]>): Promise<number> {
  let removed = 0;
  for (;;) {
    const { length } = await batch();
    removed += length;
    if (length < BATCH) return removed;
  }
}
