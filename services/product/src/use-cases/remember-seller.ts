/** Keeps the shop name that products show beside their seller's id; older news than what is known changes nothing. */
import type { EventOf } from '#platform/events/events.ts';
import { run } from '#platform/sql/database.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import type { Tx } from '../store/products.ts';

const REMEMBER = `
insert into seller (id, name, version) values ($1, $2, $3)
on conflict (id) do update set name = excluded.name, version = excluded.version
where seller.version < excluded.version
returning id`;

export async function rememberSeller(
  product: ProductService,
  tx: Tx,
  event: EventOf<string, { userId: number; shopName: string }>,
): Promise<void> {
  const { userId, shopName } = event.data;
  const known = await run(tx, REMEMBER, [userId, shopName.slice(0, 200), event.version]);
  if (known.length > 0) noteChange(product, tx, { allProducts: true });
}
