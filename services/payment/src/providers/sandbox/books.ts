/** The SQL of the sandbox, for one payment at a time. Every change of a payment is conditional on the state it leaves. */
import type { Selectable } from 'kysely';
import type { Books } from './host.ts';
import type { SandboxPaymentTable, SandboxRefundTable, SandboxStatus } from './tables.ts';

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

export const paymentBy = (
  books: Books,
  column: 'public_id' | 'token' | 'reference',
  value: string,
): Promise<SandboxPayment | undefined> =>
  books.selectFrom('sandbox_payment').selectAll().where(column, '=', value).executeTakeFirst();

export interface Change {
  status: SandboxStatus;
  method?: string;
  failure_reason?: string;
  capture_id?: string;
  captured_at?: Date;
}

/** Undefined when the payment is in none of the states `from`, or was still open and has run out. */
export async function movePayment(
  books: Books,
  id: number,
  from: readonly SandboxStatus[],
  change: Change,
  now: Date,
): Promise<SandboxPayment | undefined> {
  return books
    .updateTable('sandbox_payment')
    .set(change)
    .where('id', '=', id)
    .where('status', 'in', from)
    .where((where) => where.or([where('status', '<>', 'open'), where('expires_at', '>', now)]))
    .returningAll()
    .executeTakeFirst();
}

export const refundsOf = (books: Books, paymentIds: readonly number[]): Promise<SandboxRefund[]> =>
  paymentIds.length === 0
    ? Promise.resolve([])
    : books.selectFrom('sandbox_refund').selectAll().where('payment_id', 'in', paymentIds).orderBy('id').execute();

export const refundByKey = (books: Books, key: string): Promise<SandboxRefund | undefined> =>
  books.selectFrom('sandbox_refund').selectAll().where('idempotency_key', '=', key).executeTakeFirst();

export const insertRefund = (
  books: Books,
  refund: { public_id: string; payment_id: number; idempotency_key: string; amount_minor: number },
): Promise<SandboxRefund | undefined> =>
  books
    .insertInto('sandbox_refund')
    .values(refund)
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .returningAll()
    .executeTakeFirst();

/** False when the payment is not paid or has less left. */
export async function takeBack(books: Books, paymentId: number, amountMinor: number): Promise<boolean> {
  const { numUpdatedRows } = await books
    .updateTable('sandbox_payment')
    .set((now) => ({ refunded_minor: now('refunded_minor', '+', amountMinor) }))
    .where('id', '=', paymentId)
    .where('status', '=', 'paid')
    .where((where) => where(where('refunded_minor', '+', amountMinor), '<=', where.ref('amount_minor')))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const paymentsBetween = (books: Books, from: Date, to: Date, afterId: number): Promise<SandboxPayment[]> =>
  books
    .selectFrom('sandbox_payment')
    .selectAll()
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(100)
    .execute();

export const deliveryById = (books: Books, id: number) =>
  books.selectFrom('sandbox_delivery').selectAll().where('id', '=', id).executeTakeFirst();

export async function noteAnswer(books: Books, id: number, answer: number | null): Promise<void> {
  await books
    .updateTable('sandbox_delivery')
    .set((now) => ({ attempts: now('attempts', '+', 1), answer }))
    .where('id', '=', id)
    .execute();
}
