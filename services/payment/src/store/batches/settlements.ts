/** Recording what gateways reported of many payments in one transaction: set-based statements, PostgreSQL's own. */
import { run } from '#platform/sql/database.ts';
import type { Tx } from '../../base.ts';
import type { PayableRow } from '../payables.ts';
import type { PaymentRow } from '../payments.ts';

const LOCK_PAYABLES =
  'select * from payable where order_id = any(array(select unnest($1::bigint[]))) order by order_id for update';
const LOCK_PAYMENTS = 'select * from payment where id = any(array(select unnest($1::bigint[]))) order by id for update';

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

const PAY = `
update payment set status = 'success', captured_minor = x.captured_minor, gateway_payment_ref = x.gateway_payment_ref,
  gateway_ref = coalesce(payment.gateway_ref, x.gateway_ref), method = coalesce(x.method, payment.method),
  paid_at = x.paid_at, failure_reason = null, held_reason = null, next_poll_at = null, version = version + 1,
  updated_at = now()
from jsonb_to_recordset($1::jsonb) as x(id bigint, gateway_ref text, captured_minor bigint, gateway_payment_ref text,
  method text, paid_at timestamptz)
where payment.id = x.id and payment.status in ('pending', 'failed', 'cancelled')
returning payment.*`;

const MARK_PAID = `
update payable set paid_payment_id = x.id, open_payment_id = nullif(payable.open_payment_id, x.id),
  version = version + 1, updated_at = now()
from jsonb_to_recordset($1::jsonb) as x(order_id bigint, id bigint)
where payable.order_id = x.order_id and payable.paid_payment_id is null
returning payable.order_id`;

/** Each pays its order, which no other payment has done: the caller has judged that under the locks. */
export async function payOrders(tx: Tx, successes: readonly FirstSuccess[]): Promise<PaymentRow[]> {
  if (successes.length === 0) return [];
  const values = [JSON.stringify(successes)];
  const payments = await run<PaymentRow>(tx, PAY, values);
  const paid = await run(tx, MARK_PAID, values);
  if (payments.length !== successes.length || paid.length !== successes.length) {
    throw new Error('An order or a payment was paid before.');
  }
  return payments;
}
