/** Sellers as invoices name them, and who wants mail; as the user service told. Older news than what is known changes nothing. */
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { Rows } from '../base.ts';
import type { PersonTable, SellerTable } from './tables.ts';

const SELLERS = insertRows({
  table: 'seller',
  fields: { seller_id: 'bigint', version: 'bigint', shop_name: 'text', gstin: 'text', address: 'json' },
  duplicate: 'skip',
});

export async function rememberSeller(rows: Rows, seller: SellerTable): Promise<void> {
  const { numUpdatedRows } = await rows
    .updateTable('seller')
    .set({ ...seller, address: seller.address === null ? null : (JSON.stringify(seller.address) as never) })
    .where('seller_id', '=', seller.seller_id)
    .where('version', '<', seller.version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) await SELLERS(rows, [seller]);
}

export async function sellersById(rows: Rows, ids: readonly number[]): Promise<Map<number, SellerTable>> {
  if (ids.length === 0) return new Map();
  const found = await rows.selectFrom('seller').selectAll().where('seller_id', 'in', ids).execute();
  return new Map(found.map((seller) => [seller.seller_id, seller]));
}

const PEOPLE = insertRows({
  table: 'person',
  fields: { user_id: 'bigint', version: 'bigint', wants_mail: 'boolean' },
  duplicate: 'skip',
});

export async function rememberPerson(rows: Rows, person: PersonTable): Promise<void> {
  const { numUpdatedRows } = await rows
    .updateTable('person')
    .set(person)
    .where('user_id', '=', person.user_id)
    .where('version', '<', person.version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) await PEOPLE(rows, [person]);
}

/** Who has never been heard of is asked for nothing, and gets what concerns their order. */
export async function wantsMail(rows: Rows, userId: number): Promise<boolean> {
  const person = await rows.selectFrom('person').select('wants_mail').where('user_id', '=', userId).executeTakeFirst();
  return person?.wants_mail ?? true;
}
