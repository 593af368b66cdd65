/** The SQL of the sandbox, for one payment at a time. Every change of a payment is conditional on the state it leaves. */
import type { Selectable } from 'kysely';
import type { Step } from '../core/books.ts';
import type { Attempt, Payment, Refund } from '../core/payment.ts';
import type { Rows } from './host.ts';
import type { SandboxPaymentTable, SandboxRefundTable } from './tables.ts';

export type SandboxPayment = Selectable<SandboxPaymentTable>;
export type SandboxRefund = Selectable<SandboxRefundTable>;

export interface NewSandboxPayment {
  public_id: string;
  token: string;
  reference: string;
  description: string;
  amount_minor: number;
  currency: string;
  method: string | null;
  return_url: string;
  expires_at: Date;
}

export const paymentByReference = (rows: Rows, reference: string): Promise<SandboxPayment | undefined> =>
  rows.selectFrom('sandbox_payment').selectAll().where('reference', '=', reference).executeTakeFirst();

export async function paymentById(rows: Rows, id: number): Promise<Payment | undefined> {
  const row = await rows.selectFrom('sandbox_payment').selectAll().where('id', '=', id).executeTakeFirst();
  return row && paymentIn(row);
}

/** Undefined when the payment is in none of the states that it may leave, or was still open and has run out. */
export async function movePayment(
  rows: Rows,
  { payment, from, change, at, late }: Step,
): Promise<SandboxPayment | undefined> {
  const { status, method, failureReason, captureId, capturedAt } = change;
  return rows
    .updateTable('sandbox_payment')
    .set({
      ...(status === undefined ? {} : { status }),
      ...(method === undefined ? {} : { method }),
      ...(failureReason === undefined ? {} : { failure_reason: failureReason }),
      ...(captureId === undefined ? {} : { capture_id: captureId }),
      ...(capturedAt === undefined ? {} : { captured_at: capturedAt }),
    })
    .where('id', '=', payment.seq)
    .where('status', 'in', from)
    .where((where) =>
      late ? where.lit(true) : where.or([where('status', '<>', 'open'), where('expires_at', '>', at)]),
    )
    .returningAll()
    .executeTakeFirst();
}

export const refundsOf = (rows: Rows, paymentIds: readonly number[]): Promise<SandboxRefund[]> =>
  paymentIds.length === 0
    ? Promise.resolve([])
    : rows.selectFrom('sandbox_refund').selectAll().where('payment_id', 'in', paymentIds).orderBy('id').execute();

export const refundByKey = (rows: Rows, key: string): Promise<SandboxRefund | undefined> =>
  rows.selectFrom('sandbox_refund').selectAll().where('idempotency_key', '=', key).executeTakeFirst();

export const insertRefund = (
  rows: Rows,
  refund: { public_id: string; payment_id: number; idempotency_key: string; amount_minor: number },
): Promise<SandboxRefund | undefined> =>
  rows
    .insertInto('sandbox_refund')
    .values(refund)
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .returningAll()
    .executeTakeFirst();

/** Undefined when the payment is not paid or has less left. */
export const takeBack = (rows: Rows, paymentId: number, amountMinor: number): Promise<SandboxPayment | undefined> =>
  rows
    .updateTable('sandbox_payment')
    .set((now) => ({ refunded_minor: now('refunded_minor', '+', amountMinor) }))
    .where('id', '=', paymentId)
    .where('status', '=', 'paid')
    .where((where) => where(where('refunded_minor', '+', amountMinor), '<=', where.ref('amount_minor')))
    .returningAll()
    .executeTakeFirst();

export const paymentsBetween = (rows: Rows, from: Date, to: Date, afterId: number): Promise<SandboxPayment[]> =>
  rows
    .selectFrom('sandbox_payment')
    .selectAll()
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(100)
    .execute();

export const deliveryById = (rows: Rows, id: number) =>
  rows.selectFrom('sandbox_delivery').selectAll().where('id', '=', id).executeTakeFirst();

export async function noteAnswer(rows: Rows, id: number, answer: number | null): Promise<void> {
  await rows
    .updateTable('sandbox_delivery')
    .set((now) => ({ attempts: now('attempts', '+', 1), answer }))
    .where('id', '=', id)
    .execute();
}

export const paymentIn = (row: SandboxPayment): Payment => ({
  seq: row.id,
  id: row.public_id,
  token: row.token,
  reference: row.reference,
  description: row.description,
  amountMinor: row.amount_minor,
  currency: row.currency,
  status: row.status,
  method: row.method,
  failureReason: row.failure_reason,
  returnUrl: row.return_url,
  expiresAt: row.expires_at,
  bankAnswer: null,
  captureId: row.capture_id,
  capturedAt: row.captured_at,
  refundedMinor: row.refunded_minor,
  createdAt: row.created_at,
  attempts: attemptIn(row),
  details: {},
});

/** These books keep no tries but the one that decided. */
function attemptIn(row: SandboxPayment): Attempt[] {
  const { capture_id: id, captured_at: at, method, failure_reason: failureReason } = row;
  return id === null || at === null ? [] : [{ id, method: method ?? 'card', status: 'captured', failureReason, at }];
}

export const refundIn = (row: SandboxRefund): Refund => ({
  seq: row.id,
  id: row.public_id,
  paymentSeq: row.payment_id,
  key: row.idempotency_key,
  amountMinor: row.amount_minor,
  status: 'succeeded',
  failureReason: null,
  createdAt: row.created_at,
  details: {},
});
