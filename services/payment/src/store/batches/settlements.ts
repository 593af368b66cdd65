/** Recording what gateways reported of many payments in one transaction: set-based statements. */
import { given } from '#platform/sql/changes/fields.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Tx } from '../../base.ts';
import type { PayableRow } from '../payables.ts';
import { type PaymentRow, paymentFields } from '../payments.ts';

const LOCK_PAYABLES: Statement = (sql) =>
  `select * from payable ${sql.byKey} where order_id ${sql.in(1)} order by order_id for update`;
const LOCK_PAYMENTS: Statement = (sql) =>
  `select * from payment ${sql.byKey} where id ${sql.in(1)} order by id for update`;

/** Orders first, then payments, each in the order of their ids: everyone locks so. */
export async function lockForRecording(
  tx: Tx,
  orderIds: readonly number[],
  paymentIds: readonly number[],
): Promise<{ payables: Map<number, PayableRow>; payments: Map<number, PaymentRow> }> {
  const payables = await run<PayableRow>(tx, LOCK_PAYABLES, [orderIds]);
  const payments = await run<PaymentRow>(tx, LOCK_PAYMENTS, [paymentIds]);
  return {
    payables: new Map(payables.map((row) => [row.order_id, row])),
    payments: new Map(payments.map((row) => [row.id, row])),
  };
}

export interface FirstSuccess {
  id: number;
  order_id: number;
  gateway_ref: string;
  captured_minor: number;
  gateway_payment_ref: string;
  method: string | null;
  paid_at: Date;
}

const PAY = updateRows<PaymentRow>({
  table: 'payment',
  fields: {
    id: 'bigint',
    gateway_ref: 'text',
    captured_minor: 'bigint',
    gateway_payment_ref: 'text',
    method: 'text',
    paid_at: 'timestamp',
  },
  match: { id: 'id' },
  where: "t.status in ('pending', 'failed', 'cancelled')",
  set: {
    ...given('captured_minor', 'gateway_payment_ref', 'paid_at'),
    status: "'success'",
    gateway_ref: 'coalesce(t.gateway_ref, r.gateway_ref)',
    method: 'coalesce(r.method, t.method)',
    failure_reason: 'null',
    held_reason: 'null',
    next_poll_at: 'null',
    version: 't.version + 1',
    updated_at: 'now()',
  },
  returning: paymentFields,
});

const MARK_PAID = updateRows<{ order_id: number }>({
  table: 'payable',
  fields: { order_id: 'bigint', id: 'bigint' },
  match: { order_id: 'order_id' },
  where: 't.paid_payment_id is null',
  set: {
    paid_payment_id: 'r.id',
    open_payment_id: 'nullif(t.open_payment_id, r.id)',
    version: 't.version + 1',
    updated_at: 'now()',
  },
  returning: { order_id: 'bigint' },
});

/** Each pays its order, which no other payment has done: the caller has judged that under the locks. */
export async function payOrders(tx: Tx, successes: readonly FirstSuccess[]): Promise<PaymentRow[]> {
  if (successes.length === 0) return [];
  const payments = await PAY(tx, successes);
  const paid = await MARK_PAID(tx, successes);
  if (payments.length !== successes.length || paid.length !== successes.length) {
    throw new Error('An order or a payment was paid before.');
  }
  return payments;
}
