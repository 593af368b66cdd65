/** Attempts to pay and what became of them. Every change of state is conditional on the state it leaves. */
import type { Selectable, Updateable } from 'kysely';
import type { PaymentStatus } from '#contracts/payment/schemas.ts';
import { updateWhere } from '#platform/sql/changes/change-where.ts';
import { run } from '#platform/sql/database.ts';
import type { FieldType, Statement, Text } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import { pollClaimSql, pollGapSql } from '../domain/poll-gaps.ts';
import type { PaymentTable } from './tables.ts';

export type PaymentRow = Selectable<PaymentTable>;

/** All of a row, for changes that answer it. */
export const paymentFields = {
  id: 'bigint',
  reference: 'text',
  order_id: 'bigint',
  user_id: 'bigint',
  gateway: 'text',
  method: 'text',
  status: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  gateway_ref: 'text',
  pay_url: 'text',
  announced: 'boolean',
  gateway_payment_ref: 'text',
  captured_minor: 'bigint',
  captured_currency: 'text',
  refunding_minor: 'bigint',
  refunded_minor: 'bigint',
  failure_reason: 'text',
  held_reason: 'text',
  expires_at: 'timestamp',
  paid_at: 'timestamp',
  next_poll_at: 'timestamp',
  polls: 'int',
  version: 'bigint',
  created_at: 'timestamp',
  updated_at: 'timestamp',
} as const satisfies Record<keyof PaymentRow, FieldType>;

export type NewPayment = Pick<
  PaymentRow,
  'reference' | 'order_id' | 'user_id' | 'gateway' | 'method' | 'amount_minor' | 'currency' | 'expires_at'
>;

export const paymentById = (rows: Rows, id: number): Promise<PaymentRow | undefined> =>
  rows.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst();

export const lockPayment = (tx: Tx, id: number): Promise<PaymentRow> =>
  tx.selectFrom('payment').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();

export const paymentByReference = (rows: Rows, reference: string): Promise<PaymentRow | undefined> =>
  rows.selectFrom('payment').selectAll().where('reference', '=', reference).executeTakeFirst();

const AT_GATEWAY = 'select * from payment where gateway = $1 and gateway_ref = $2';
const OF_PAYMENT = 'select * from payment where gateway = $1 and gateway_payment_ref = $2';
const OF_REFERENCE = 'select * from payment where gateway = $1 and reference = $2';

type Read = <T>(text: Text, values: readonly unknown[]) => Promise<T[]>;

/** How a gateway can name a payment. */
export interface Names {
  gateway: string;
  gateway_ref: string | null;
  /** Its name for the money that was taken. */
  payment_ref: string | null;
  reference: string | null;
}

/** By the gateway's names for it, else by ours: a webhook can overtake the answer that brings the gateway's name. */
export async function paymentAtGateway(read: Read, names: Names): Promise<PaymentRow | undefined> {
  const tries = [
    [AT_GATEWAY, names.gateway_ref],
    [OF_PAYMENT, names.payment_ref],
    [OF_REFERENCE, names.reference],
  ] as const;
  for (const [text, name] of tries) {
    const [found] = name === null ? [] : await read<PaymentRow>(text, [names.gateway, name]);
    if (found) return found;
  }
  return undefined;
}

/** Made at the gateway, though nobody was given the page; undefined when the attempt has ended meanwhile. */
export const keepOpened = (rows: Rows, id: number, gatewayRef: string): Promise<PaymentRow | undefined> =>
  rows
    .updateTable('payment')
    .set({ gateway_ref: gatewayRef, updated_at: new Date() })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where((where) => where.or([where('gateway_ref', 'is', null), where('gateway_ref', '=', gatewayRef)]))
    .returningAll()
    .executeTakeFirst();

/** The gateway's name, learnt from a webhook that came first. */
export async function adoptGatewayRef(rows: Rows, id: number, gatewayRef: string): Promise<void> {
  await rows
    .updateTable('payment')
    .set({ gateway_ref: gatewayRef })
    .where('id', '=', id)
    .where('gateway_ref', 'is', null)
    .execute();
}

/** Undefined when the payment is in none of the states `from`. */
export const movePayment = (
  tx: Rows,
  id: number,
  from: readonly PaymentStatus[],
  change: Updateable<PaymentTable> & { status: PaymentStatus },
): Promise<PaymentRow | undefined> =>
  tx
    .updateTable('payment')
    .set((now) => ({ ...change, next_poll_at: null, version: now('version', '+', 1), updated_at: new Date() }))
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst();

/** Never sent to the gateway as far as we know, so nobody was given its page and nobody can pay it. */
export const cancelUnsent = (tx: Tx, id: number, reason: string): Promise<PaymentRow | undefined> =>
  tx
    .updateTable('payment')
    .set((now) => ({
      status: 'cancelled' as const,
      failure_reason: reason,
      next_poll_at: null,
      version: now('version', '+', 1),
      updated_at: new Date(),
    }))
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where('gateway_ref', 'is', null)
    .returningAll()
    .executeTakeFirst();

/** True the first time: then somebody is told. */
export async function hold(tx: Tx, id: number, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payment')
    .set({ held_reason: reason, next_poll_at: null, updated_at: new Date() })
    .where('id', '=', id)
    .where('held_reason', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Takes payments whose time to be asked has come, for a moment, so that two processes do not ask alike. */
const CLAIM_DUE = updateWhere<PaymentRow>({
  table: 'payment',
  key: ['id'],
  where: 't.next_poll_at <= now()',
  queue: { orderBy: 't.next_poll_at', limit: '$1' },
  set: {
    polls: 't.polls + 1',
    next_poll_at: (sql) => `now() + ${sql.span(pollClaimSql('(t.polls + 1)'), 'second')}`,
  },
  returning: paymentFields,
});

export const claimDuePolls = (rows: Rows, limit: number): Promise<PaymentRow[]> => CLAIM_DUE(rows, [limit]);

const PUT_OFF_POLL: Statement = (sql) => `
update payment set next_poll_at = now() + ${sql.span(pollGapSql('polls'), 'second')}
where id = $1 and next_poll_at is not null`;

/** It has answered: if the payment is still open it is asked again after the next gap. */
export async function putOffPoll(rows: Rows, id: number): Promise<void> {
  await run(rows, PUT_OFF_POLL, [id]);
}

/** Sets money aside to be given back; false when there is not so much left. */
export async function reserveRefund(tx: Tx, id: number, amountMinor: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payment')
    .set((now) => ({ refunding_minor: now('refunding_minor', '+', amountMinor), updated_at: new Date() }))
    .where('id', '=', id)
    .where((where) => where(where('refunding_minor', '+', amountMinor), '<=', where.ref('captured_minor')))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The gateway gave it back. */
export const finishRefund = (tx: Tx, id: number, amountMinor: number): Promise<PaymentRow> =>
  tx
    .updateTable('payment')
    .set((now) => ({
      refunded_minor: now('refunded_minor', '+', amountMinor),
      status: 'refunded' as const,
      version: now('version', '+', 1),
      updated_at: new Date(),
    }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** The gateway refused: the money can be asked back again. */
export async function releaseRefund(tx: Tx, id: number, amountMinor: number): Promise<void> {
  await tx
    .updateTable('payment')
    .set((now) => ({ refunding_minor: now('refunding_minor', '-', amountMinor), updated_at: new Date() }))
    .where('id', '=', id)
    .execute();
}

/** Payments of an order that hold money, the one that paid it first. */
export const capturedOf = (rows: Rows, orderId: number): Promise<PaymentRow[]> =>
  rows
    .selectFrom('payment')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('captured_minor', '>', 0)
    .orderBy('paid_at')
    .orderBy('id')
    .execute();
