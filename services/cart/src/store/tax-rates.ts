/** Rows of tax rates. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Executor } from '#platform/sql/database.ts';
import { afterId, offsetOf, type PageRequest } from './page.ts';
import type { CartTables, TaxRateTable } from './tables.ts';

export type TaxRateRow = Selectable<TaxRateTable>;
type Rows = Executor<CartTables>;

export async function listTaxRates(rows: Rows, query: PageRequest): Promise<{ page: TaxRateRow[]; total: number }> {
  const after = afterId(query);
  const [page, count] = await Promise.all([
    rows
      .selectFrom('tax_rate')
      .selectAll()
      .where('id', '>', after ?? 0)
      .orderBy('id')
      .limit(query.limit + 1)
      .offset(offsetOf(query))
      .execute(),
    rows
      .selectFrom('tax_rate')
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  return { page, total: count.total };
}

export async function allTaxRates(rows: Rows): Promise<TaxRateRow[]> {
  return rows.selectFrom('tax_rate').selectAll().orderBy('id').execute();
}

export async function readTaxRate(rows: Rows, id: number): Promise<TaxRateRow | undefined> {
  return rows.selectFrom('tax_rate').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function lockTaxRate(rows: Rows, id: number): Promise<TaxRateRow | undefined> {
  return rows.selectFrom('tax_rate').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function insertTaxRate(rows: Rows, rate: Insertable<TaxRateTable>): Promise<TaxRateRow> {
  return rows.insertInto('tax_rate').values(rate).returningAll().executeTakeFirstOrThrow();
}

export async function updateTaxRate(rows: Rows, id: number, change: Updateable<TaxRateTable>): Promise<TaxRateRow> {
  return rows
    .updateTable('tax_rate')
    .set(change)
    .set((row) => ({ version: row('version', '+', 1), updated_at: new Date() }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteTaxRate(rows: Rows, id: number): Promise<TaxRateRow | undefined> {
  return rows.deleteFrom('tax_rate').where('id', '=', id).returningAll().executeTakeFirst();
}
