/** Opening many attempts in one transaction: set-based statements, PostgreSQL's own. */
import { run } from '#platform/sql/database.ts';
import type { Tx } from '../../base.ts';
import type { NewPayable, PayableRow } from '../payables.ts';
import type { NewPayment, PaymentRow } from '../payments.ts';

const INSERT_PAYABLES = `
insert into payable (order_id, order_number, user_id, email, name, amount_minor, currency, state)
select order_id, order_number, user_id, email, name, amount_minor, currency, 'open'
from jsonb_to_recordset($1::jsonb) as x(order_id bigint, order_number text, user_id bigint, email text, name text,
  amount_minor bigint, currency text)
on conflict (order_id) do nothing`;

/** Known orders are left as they are. */
export const insertPayables = (tx: Tx, payables: readonly NewPayable[]) =>
  run(tx, INSERT_PAYABLES, [JSON.stringify(payables)]);

export type LockedPayable = PayableRow & { open: PaymentRow | null };

const LOCK_PAYABLES =
  'select * from payable where order_id = any(array(select unnest($1::bigint[]))) order by order_id for update';
const OPEN_ATTEMPTS = 'select * from payment where id = any(array(select unnest($1::bigint[])))';

/** In the order of their ids, with the attempt that is open, if one is. */
export async function lockPayables(tx: Tx, orderIds: readonly number[]): Promise<Map<number, LockedPayable>> {
  const payables = await run<PayableRow>(tx, LOCK_PAYABLES, [orderIds]);
  const openIds = payables.flatMap(({ open_payment_id }) => open_payment_id ?? []);
  const open = openIds.length === 0 ? [] : await run<PaymentRow>(tx, OPEN_ATTEMPTS, [openIds]);
  const byId = new Map(open.map((payment) => [payment.id, payment]));
  return new Map(
    payables.map((payable) => [payable.order_id, { ...payable, open: byId.get(payable.open_payment_id ?? 0) ?? null }]),
  );
}

const INSERT_PAYMENTS = `
insert into payment (reference, order_id, user_id, gateway, method, amount_minor, currency, expires_at, next_poll_at,
  status)
select reference, order_id, user_id, gateway, method, amount_minor, currency, expires_at, next_poll_at, 'pending'
from jsonb_to_recordset($1::jsonb) as x(reference text, order_id bigint, user_id bigint, gateway text, method text,
  amount_minor bigint, currency text, expires_at timestamptz, next_poll_at timestamptz)
returning *`;

const SET_OPEN = `
update payable set open_payment_id = x.id, updated_at = now()
from jsonb_to_recordset($1::jsonb) as x(order_id bigint, id bigint)
where payable.order_id = x.order_id and payable.state = 'open'
  and payable.open_payment_id is null and payable.paid_payment_id is null
returning payable.order_id`;

/** At most one for each order: its row has room for one open attempt, and the caller holds its lock. */
export async function insertAttempts(
  tx: Tx,
  attempts: ReadonlyArray<NewPayment & { next_poll_at: Date }>,
): Promise<PaymentRow[]> {
  if (attempts.length === 0) return [];
  const payments = await run<PaymentRow>(tx, INSERT_PAYMENTS, [JSON.stringify(attempts)]);
  const set = await run(tx, SET_OPEN, [JSON.stringify(payments.map(({ id, order_id }) => ({ id, order_id })))]);
  if (set.length !== payments.length) throw new Error('An order took a second open payment.');
  return payments;
}

export interface Started {
  id: number;
  gateway_ref: string;
  pay_url: string;
  expires_at: Date;
}

const KEEP_STARTED = `
update payment set gateway_ref = x.gateway_ref, pay_url = x.pay_url, expires_at = x.expires_at, announced = true,
  version = version + 1, updated_at = now()
from jsonb_to_recordset($1::jsonb) as x(id bigint, gateway_ref text, pay_url text, expires_at timestamptz)
where payment.id = x.id and payment.status = 'pending' and not payment.announced
  and (payment.gateway_ref is null or payment.gateway_ref = x.gateway_ref)
returning payment.*`;

/** What the gateway answered, of those that are still pending and not kept yet. */
export const keepStarted = (tx: Tx, started: readonly Started[]): Promise<PaymentRow[]> =>
  run<PaymentRow>(tx, KEEP_STARTED, [JSON.stringify(started)]);

const READ_OPEN = `
select payment.* from payable join payment on payment.id = payable.open_payment_id where payable.order_id = $1`;

export const openAttemptOf = async (
  read: <T>(text: string, values: readonly unknown[]) => Promise<T[]>,
  orderId: number,
): Promise<PaymentRow | undefined> => (await read<PaymentRow>(READ_OPEN, [orderId]))[0];
