/** Forgets what nobody comes back for: old carts of guests, and claims whose order is long decided. */
import { deleteWhere } from '#platform/sql/changes/change-where.ts';
import type { Database } from '#platform/sql/database.ts';
import type { KeptCarts } from './kept-carts.ts';

const BATCH = 1_000;

const GUEST_CARTS = deleteWhere<{ guest_id: string }>({
  table: 'cart',
  key: ['id'],
  where: (sql) =>
    `t.guest_id is not null and t.claimed_by is null and t.updated_at < now() - ${sql.span(sql.value(1, 'int'), 'day')}`,
  queue: { orderBy: 't.id', limit: BATCH },
  returning: { guest_id: 'text' },
});

const CLAIMS = deleteWhere<{ order_id: number }>({
  table: 'claim',
  key: ['order_id'],
  where: "t.status <> 'claimed' and t.created_at < now() - interval '30 days'",
  queue: { orderBy: 't.order_id', limit: BATCH },
  returning: { order_id: 'bigint' },
});

export async function purgeGuestCarts(database: Database<any>, days: number, kept: KeptCarts): Promise<number> {
  return repeatedly(async () => {
    const gone = await GUEST_CARTS(database.kysely, [days]);
    for (const { guest_id: guestId } of gone) kept.drop({ userId: null, guestId });
    return gone;
  });
}

export async function purgeClaims(database: Database<any>): Promise<number> {
  return repeatedly(() => CLAIMS(database.kysely, []));
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
