/** Keeps the shop name that products show beside their seller's id; older news than what is known changes nothing. */
import type { EventOf } from '#platform/events/events.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import type { Tx } from '../store/products.ts';

const REMEMBER = insertRows<{ id: number }>({
  table: 'seller',
  fields: { id: 'bigint', name: 'text', version: 'bigint' },
  duplicate: {
    key: ['id'],
    set: { name: 'new.name', version: 'new.version' },
    where: 'old.version < new.version',
  },
  returning: { id: 'bigint' },
});

export async function rememberSeller(
  product: ProductService,
  tx: Tx,
  event: EventOf<string, { userId: number; shopName: string }>,
): Promise<void> {
  const { userId, shopName } = event.data;
  const known = await REMEMBER(tx, [{ id: userId, name: shopName.slice(0, 200), version: event.version }]);
  if (known.length > 0) noteChange(product, tx, { allProducts: true });
}
