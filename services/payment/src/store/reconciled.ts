/** Payments beside a gateway's list: found by any of their names, many at once. */
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import type { PaymentRow } from './payments.ts';

export interface ListedNames {
  gatewayRefs: readonly string[];
  paymentRefs: readonly string[];
  references: readonly string[];
}

/** Three indexed look-ups for a whole page of the list. */
export async function paymentsNamed(rows: Rows, gateway: string, names: ListedNames): Promise<PaymentRow[]> {
  const by = (column: 'gateway_ref' | 'gateway_payment_ref' | 'reference', values: readonly string[]) =>
    values.length === 0
      ? Promise.resolve([])
      : rows.selectFrom('payment').selectAll().where('gateway', '=', gateway).where(column, 'in', values).execute();
  const found = [
    ...(await by('gateway_ref', names.gatewayRefs)),
    ...(await by('gateway_payment_ref', names.paymentRefs)),
    ...(await by('reference', names.references)),
  ];
  return [...new Map(found.map((payment) => [payment.id, payment])).values()];
}

export interface Period {
  gateway: string;
  from: Date;
  to: Date;
}

/** Attempts of the period, a page at a time; `captured`: those that hold money alone. */
export function attemptsOf(
  rows: Rows,
  { gateway, from, to }: Period,
  { captured, after, limit }: { captured: boolean; after: number; limit: number },
): Promise<PaymentRow[]> {
  let query = rows
    .selectFrom('payment')
    .selectAll()
    .where('gateway', '=', gateway)
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .where('gateway_ref', 'is not', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
  if (captured) query = query.where('captured_minor', '>', 0);
  return query.execute();
}

const LOCK_FITTING: Statement = (sql) => `
select id from payment ${sql.byKey} where id ${sql.in(1)} and status = 'success' and refunding_minor = 0
order by id for update`;

/** Successes that the gateway's list confirms, and of which nothing is going back; answers those that were moved. */
export async function markReconciled(tx: Tx, ids: readonly number[]): Promise<PaymentRow[]> {
  if (ids.length === 0) return [];
  const fitting = await run<{ id: number }>(tx, LOCK_FITTING, [ids]);
  if (fitting.length === 0) return [];
  return tx
    .updateTable('payment')
    .set((now) => ({ status: 'reconciled' as const, version: now('version', '+', 1), updated_at: new Date() }))
    .where(
      'id',
      'in',
      fitting.map(({ id }) => id),
    )
    .returningAll()
    .execute();
}
