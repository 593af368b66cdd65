/** What is given back. */
import type { Selectable } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import type { RefundTable } from './tables.ts';

export type RefundRow = Selectable<RefundTable>;

export type NewRefund = Pick<
  RefundRow,
  | 'payment_id'
  | 'order_id'
  | 'reference'
  | 'cause'
  | 'amount_minor'
  | 'currency'
  | 'reason'
  | 'duplicate'
  | 'return_id'
  | 'requested_by'
>;

/** Undefined when the same cause has asked before. */
export const insertRefund = (tx: Tx, refund: NewRefund): Promise<RefundRow | undefined> =>
  tx
    .insertInto('refund')
    .values({ ...refund, status: 'pending', gateway_ref: null, failure_reason: null, finished_at: null })
    .onConflict((conflict) => conflict.columns(['payment_id', 'cause']).doNothing())
    .returningAll()
    .executeTakeFirst();

export const refundById = (rows: Rows, id: number): Promise<RefundRow | undefined> =>
  rows.selectFrom('refund').selectAll().where('id', '=', id).executeTakeFirst();

export const refundByCause = (rows: Rows, paymentId: number, cause: string): Promise<RefundRow | undefined> =>
  rows
    .selectFrom('refund')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .where('cause', '=', cause)
    .executeTakeFirst();

export const refundsOfPayments = (rows: Rows, paymentIds: readonly number[]): Promise<RefundRow[]> =>
  paymentIds.length === 0
    ? Promise.resolve([])
    : rows.selectFrom('refund').selectAll().where('payment_id', 'in', paymentIds).orderBy('id').execute();

/** The gateway has taken it, done or not: its name for the refund, to ask how it stands. */
export async function noteGatewayRef(rows: Rows, id: number, gatewayRef: string): Promise<void> {
  await rows.updateTable('refund').set({ gateway_ref: gatewayRef }).where('id', '=', id).execute();
}

/** Undefined when it had ended before: its end counts once. */
export const endRefund = (
  tx: Tx,
  id: number,
  end: { status: 'success' | 'failed'; gateway_ref: string | null; failure_reason: string | null },
): Promise<RefundRow | undefined> =>
  tx
    .updateTable('refund')
    .set({ ...end, finished_at: new Date() })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirst();

/** Waiting for so long that their job may have given up. By id. */
export const stuckRefunds = (
  rows: Rows,
  before: Date,
  { after, limit }: { after: number; limit: number },
): Promise<Array<{ id: number }>> =>
  rows
    .selectFrom('refund')
    .select('id')
    .where('status', '=', 'pending')
    .where('created_at', '<', before)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();

const FINISHED: Statement = (sql) =>
  `select * from refund where order_id ${sql.in(1)} and status = 'success' order by id`;

/** Of these orders, those that the gateway has given back, oldest first. */
export const finishedRefundsOf = (rows: Rows, orderIds: readonly number[]): Promise<RefundRow[]> =>
  run<RefundRow>(rows, FINISHED, [orderIds]);
