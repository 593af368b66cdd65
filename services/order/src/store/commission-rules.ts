/** Rows of commission rules: few, and kept in memory as a whole for placements. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import { type Kept, keep } from '#platform/neighbours/kept.ts';
import type { Executor } from '#platform/sql/database.ts';
import type { OrderBase } from '../base.ts';
import type { CommissionRuleTable, OrderTables } from './tables.ts';

export type CommissionRuleRow = Selectable<CommissionRuleTable>;
type Rows = Executor<OrderTables>;
type Scope = Pick<CommissionRuleRow, 'seller_id' | 'category_id'>;

export const keepCommissionRules = ({ database, neighbours }: OrderBase): Kept<CommissionRuleRow[]> =>
  keep('commission-rules-changed', neighbours, () =>
    database.kysely.selectFrom('commission_rule').selectAll().orderBy('id').execute(),
  );

export const commissionRulePage = (
  rows: Rows,
  page: { after: number; offset: number; limit: number },
): Promise<CommissionRuleRow[]> =>
  rows
    .selectFrom('commission_rule')
    .selectAll()
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();

export const commissionRule = (rows: Rows, id: number): Promise<CommissionRuleRow | undefined> =>
  rows.selectFrom('commission_rule').selectAll().where('id', '=', id).executeTakeFirst();

export const commissionRuleFor = (rows: Rows, scope: Scope): Promise<CommissionRuleRow | undefined> =>
  rows
    .selectFrom('commission_rule')
    .selectAll()
    .where('seller_id', '=', scope.seller_id)
    .where('category_id', '=', scope.category_id)
    .executeTakeFirst();

export const lockCommissionRule = (rows: Rows, id: number): Promise<CommissionRuleRow | undefined> =>
  rows.selectFrom('commission_rule').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export async function insertCommissionRule(rows: Rows, rule: Insertable<CommissionRuleTable>): Promise<void> {
  await rows.insertInto('commission_rule').values(rule).execute();
}

export async function updateCommissionRule(
  rows: Rows,
  id: number,
  change: Updateable<CommissionRuleTable>,
): Promise<void> {
  await rows
    .updateTable('commission_rule')
    .set(change)
    .set((row) => ({ version: row('version', '+', 1), updated_at: new Date() }))
    .where('id', '=', id)
    .execute();
}

export async function deleteCommissionRule(rows: Rows, id: number): Promise<void> {
  await rows.deleteFrom('commission_rule').where('id', '=', id).execute();
}
