/** Opening many attempts in one transaction: set-based statements. */
import { given } from '#platform/sql/changes/fields.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement, Text } from '#platform/sql/statement.ts';
import type { Tx } from '../../base.ts';
import type { PayableRow } from '../payables.ts';
import { type NewPayment, type PaymentRow, paymentFields } from '../payments.ts';

export type LockedPayable = PayableRow & { open: PaymentRow | null };

const LOCK_PAYABLES: Statement = (sql) =>
  `select * from payable ${sql.byKey} where order_id ${sql.in(1)} order by order_id for update`;
const OPEN_ATTEMPTS: Statement = (sql) => `select * from payment where id ${sql.in(1)}`;

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

const INSERT_PAYMENTS = insertRows<PaymentRow>({
  table: 'payment',
  fields: {
    reference: 'text',
    order_id: 'bigint',
    user_id: 'bigint',
    gateway: 'text',
    method: 'text',
    amount_minor: 'bigint',
    currency: 'text',
    expires_at: 'timestamp',
    next_poll_at: 'timestamp',
  },
  values: { status: "'pending'" },
  returning: paymentFields,
});

const SET_OPEN = updateRows<{ order_id: number }>({
  table: 'payable',
  fields: { order_id: 'bigint', id: 'bigint' },
  match: { order_id: 'order_id' },
  where: "t.state = 'open' and t.open_payment_id is null and t.paid_payment_id is null",
  set: { open_payment_id: 'r.id', updated_at: 'now()' },
  returning: { order_id: 'bigint' },
});

/** At most one for each order: its row has room for one open attempt, and the caller holds its lock. */
export async function insertAttempts(
  tx: Tx,
  attempts: ReadonlyArray<NewPayment & { next_poll_at: Date }>,
): Promise<PaymentRow[]> {
  if (attempts.length === 0) return [];
  const payments = await INSERT_PAYMENTS(tx, attempts);
  const set = await SET_OPEN(
    tx,
    payments.map(({ id, order_id }) => ({ id, order_id })),
  );
  if (set.length !== payments.length) throw new Error('An order took a second open payment.');
  return payments;
}

export interface Started {
  id: number;
  gateway_ref: string;
  pay_url: string;
  expires_at: Date;
}

const KEEP_STARTED = updateRows<PaymentRow>({
  table: 'payment',
  fields: { id: 'bigint', gateway_ref: 'text', pay_url: 'text', expires_at: 'timestamp' },
  match: { id: 'id' },
  where: "t.status = 'pending' and not t.announced and (t.gateway_ref is null or t.gateway_ref = r.gateway_ref)",
  set: {
    ...given('gateway_ref', 'pay_url', 'expires_at'),
    announced: 'true',
    version: 't.version + 1',
    updated_at: 'now()',
  },
  returning: paymentFields,
});

/** What the gateway answered, of those that are still pending and not kept yet. */
export const keepStarted = (tx: Tx, started: readonly Started[]): Promise<PaymentRow[]> => KEEP_STARTED(tx, started);

const READ_OPEN = `
select payment.* from payable join payment on payment.id = payable.open_payment_id where payable.order_id = $1`;

export const openAttemptOf = async (
  read: <T>(text: Text, values: readonly unknown[]) => Promise<T[]>,
  orderId: number,
): Promise<PaymentRow | undefined> => (await read<PaymentRow>(READ_OPEN, [orderId]))[0];
