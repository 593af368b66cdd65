/** Rows of shipping methods. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Executor } from '#platform/sql/database.ts';
import { afterId, offsetOf, type PageRequest } from './page.ts';
import type { CartTables, ShippingMethodTable } from './tables.ts';

export type ShippingMethodRow = Selectable<ShippingMethodTable> & {
  tiers: Array<{ upToGrams: number; priceMinor: number }>;
  countries: string[];
  states: string[];
  postal_prefixes: string[];
};
type Rows = Executor<CartTables>;

export async function listShippingMethods(
  rows: Rows,
  query: PageRequest,
): Promise<{ page: ShippingMethodRow[]; total: number }> {
  const after = afterId(query);
  const [page, count] = await Promise.all([
    rows
      .selectFrom('shipping_method')
      .selectAll()
      .where('id', '>', after ?? 0)
      .orderBy('id')
      .limit(query.limit + 1)
      .offset(offsetOf(query))
      .execute(),
    rows
      .selectFrom('shipping_method')
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  return { page: page as ShippingMethodRow[], total: count.total };
}

export async function activeShippingMethods(rows: Rows): Promise<ShippingMethodRow[]> {
  const found = await rows.selectFrom('shipping_method').selectAll().where('active', '=', true).orderBy('id').execute();
  return found as ShippingMethodRow[];
}

export async function readShippingMethod(rows: Rows, id: number): Promise<ShippingMethodRow | undefined> {
  const found = await rows.selectFrom('shipping_method').selectAll().where('id', '=', id).executeTakeFirst();
  return found as ShippingMethodRow | undefined;
}

export async function lockShippingMethod(rows: Rows, id: number): Promise<ShippingMethodRow | undefined> {
  const found = await rows
    .selectFrom('shipping_method')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return found as ShippingMethodRow | undefined;
}

export async function insertShippingMethod(
  rows: Rows,
  method: Insertable<ShippingMethodTable>,
): Promise<ShippingMethodRow> {
  const made = await rows.insertInto('shipping_method').values(method).returningAll().executeTakeFirstOrThrow();
  return made as ShippingMethodRow;
}

export async function updateShippingMethod(
  rows: Rows,
  id: number,
  change: Updateable<ShippingMethodTable>,
): Promise<ShippingMethodRow> {
  const changed = await rows
    .updateTable('shipping_method')
    .set(change)
    .set((row) => ({ version: row('version', '+', 1), updated_at: new Date() }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return changed as ShippingMethodRow;
}

export async function deleteShippingMethod(rows: Rows, id: number): Promise<ShippingMethodRow | undefined> {
  const gone = await rows.deleteFrom('shipping_method').where('id', '=', id).returningAll().executeTakeFirst();
  return gone as ShippingMethodRow | undefined;
}
