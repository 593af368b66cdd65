/** One row per order: what it asks, which attempt is open, which payment paid it. Its lock is the order's turnstile. */
import type { Selectable } from 'kysely';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { Rows, Tx } from '../base.ts';
import { type PayableState, statesBefore } from '../domain/payable-states.ts';
import type { PayableTable } from './tables.ts';

export type PayableRow = Selectable<PayableTable>;

export type NewPayable = Pick<
  PayableRow,
  'order_id' | 'order_number' | 'user_id' | 'email' | 'name' | 'amount_minor' | 'currency'
>;

const INSERT = insertRows({
  table: 'payable',
  fields: {
    order_id: 'bigint',
    order_number: 'text',
    user_id: 'bigint',
    email: 'text',
    name: 'text',
    amount_minor: 'bigint',
    currency: 'text',
    state: 'text',
  },
  orderBy: 'r.order_id',
  duplicate: 'skip',
});

/** Known orders are left as they are: what they ask was settled when they were placed. */
export async function insertPayables(
  tx: Rows,
  payables: readonly NewPayable[],
  state: PayableState = 'open',
): Promise<void> {
  await INSERT(
    tx,
    payables.map((payable) => ({ ...payable, state })),
  );
}

export const payableOf = (rows: Rows, orderId: number): Promise<PayableRow | undefined> =>
  rows.selectFrom('payable').selectAll().where('order_id', '=', orderId).executeTakeFirst();

export async function payablesOf(rows: Rows, orderIds: readonly number[]): Promise<Map<number, PayableRow>> {
  if (orderIds.length === 0) return new Map();
  const found = await rows.selectFrom('payable').selectAll().where('order_id', 'in', orderIds).execute();
  return new Map(found.map((payable) => [payable.order_id, payable]));
}

export const lockPayable = (tx: Tx, orderId: number): Promise<PayableRow | undefined> =>
  tx.selectFrom('payable').selectAll().where('order_id', '=', orderId).forUpdate().executeTakeFirst();

/** Forward only; undefined when it is there or further already. */
export const movePayable = (rows: Rows, orderId: number, to: PayableState): Promise<PayableRow | undefined> =>
  rows
    .updateTable('payable')
    .set((now) => ({ state: to, version: now('version', '+', 1), updated_at: new Date() }))
    .where('order_id', '=', orderId)
    .where('state', 'in', statesBefore(to))
    .returningAll()
    .executeTakeFirst();

export async function freeOpenAttempt(tx: Rows, orderId: number, paymentId: number): Promise<void> {
  await tx
    .updateTable('payable')
    .set({ open_payment_id: null, updated_at: new Date() })
    .where('order_id', '=', orderId)
    .where('open_payment_id', '=', paymentId)
    .execute();
}

/** True for the one payment that pays the order; false when another was first. */
export async function markPaid(tx: Tx, orderId: number, paymentId: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payable')
    .set((now) => ({ paid_payment_id: paymentId, version: now('version', '+', 1), updated_at: new Date() }))
    .where('order_id', '=', orderId)
    .where('paid_payment_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Orders whose end was announced but which still have something open: their closing job may have given up. By id. */
export const leftOpen = (
  rows: Rows,
  before: Date,
  { after, limit }: { after: number; limit: number },
): Promise<Array<Pick<PayableRow, 'order_id' | 'state'>>> =>
  rows
    .selectFrom('payable')
    .select(['order_id', 'state'])
    .where((where) =>
      where.or([
        where('state', '=', 'closing'),
        where.and([where('state', 'in', ['closed', 'settled', 'cancelled']), where('open_payment_id', 'is not', null)]),
      ]),
    )
    .where('updated_at', '<', before)
    .where('order_id', '>', after)
    .orderBy('order_id')
    .limit(limit)
    .execute();

export async function forgetUser(rows: Rows, userId: number): Promise<void> {
  await rows.updateTable('payable').set({ email: '', name: '' }).where('user_id', '=', userId).execute();
}
