/**
 * The sandbox as an outside party: what a real gateway does behind its API, kept in its own books. The shopper decides
 * on its page; every decision is told by a signed webhook that is sent until it is taken.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import * as books from './books.ts';
import { tell } from './deliveries.ts';
import type { Books, SandboxHost } from './host.ts';
import type { SandboxStatus } from './tables.ts';

/** A payment as its API answers it. */
export interface SandboxView {
  id: string;
  reference: string;
  status: SandboxStatus;
  amountMinor: number;
  currency: string;
  method: string | null;
  captureId: string | null;
  capturedAt: Date | null;
  failureReason: string | null;
  expiresAt: Date;
  refunds: Array<{ id: string; key: string; amountMinor: number }>;
}

/** What the simulator refuses, as a gateway would with a 4xx. */
export class SandboxRefusal extends Error {}

export interface NewPayment {
  reference: string;
  description: string;
  amountMinor: number;
  currency: string;
  method: string | null;
  returnUrl: string;
  expiresAt: Date;
}

export type Decision = 'approve' | 'decline' | 'cancel' | 'delay';

const DELAY_MS = 10_000;

export async function createPayment(host: SandboxHost, input: NewPayment): Promise<SandboxView & { url: string }> {
  const { kysely } = host.database;
  const created = await books.insertPayment(kysely, {
    public_id: `sbp_${randomUUID().replaceAll('-', '')}`,
    token: randomBytes(32).toString('base64url'),
    reference: input.reference,
    description: input.description.slice(0, 200),
    amount_minor: input.amountMinor,
    currency: input.currency,
    method: input.method,
    return_url: input.returnUrl,
    expires_at: input.expiresAt,
  });
  const payment = created ?? (await books.paymentBy(kysely, 'reference', input.reference));
  if (!payment || payment.amount_minor !== input.amountMinor || payment.currency !== input.currency) {
    throw new SandboxRefusal('This reference was used for another payment.');
  }
  return { ...viewOf(payment, [], new Date()), url: `${host.pageUrl}/${payment.token}` };
}

export async function getPayment(host: SandboxHost, id: string): Promise<SandboxView> {
  const payment = await known(host.database.kysely, id);
  const refunds = payment.refunded_minor > 0 ? await books.refundsOf(host.database.kysely, [payment.id]) : [];
  return viewOf(payment, refunds, new Date());
}

/** Closes an unpaid payment; one that is paid or on its way stays as it is. */
export async function cancelPayment(host: SandboxHost, id: string): Promise<SandboxView> {
  const payment = await known(host.database.kysely, id);
  await books.movePayment(host.database.kysely, payment.id, ['open'], { status: 'cancelled' }, new Date());
  return getPayment(host, id);
}

export async function refundPayment(
  host: SandboxHost,
  input: { id: string; key: string; amountMinor: number },
): Promise<{ id: string; amountMinor: number }> {
  return host.database.tx(async (tx) => {
    const payment = await known(tx, input.id);
    const created = await books.insertRefund(tx, {
      public_id: `sbr_${randomUUID().replaceAll('-', '')}`,
      payment_id: payment.id,
      idempotency_key: input.key,
      amount_minor: input.amountMinor,
    });
    if (!created) return repeated(tx, payment.id, input);
    if (!(await books.takeBack(tx, payment.id, input.amountMinor))) {
      throw new SandboxRefusal('There is not so much left of this payment.');
    }
    await tell(host, tx, payment, 'refund.succeeded');
    return { id: created.public_id, amountMinor: created.amount_minor };
  });
}

async function repeated(tx: Books, paymentId: number, input: { key: string; amountMinor: number }) {
  const earlier = await books.refundByKey(tx, input.key);
  if (!earlier || earlier.payment_id !== paymentId || earlier.amount_minor !== input.amountMinor) {
    throw new SandboxRefusal('This key was used for another refund.');
  }
  return { id: earlier.public_id, amountMinor: earlier.amount_minor };
}

export async function* listPayments(host: SandboxHost, from: Date, to: Date): AsyncGenerator<SandboxView> {
  let last = 0;
  for (;;) {
    const page = await books.paymentsBetween(host.database.kysely, from, to, last);
    const refunds = Map.groupBy(
      await books.refundsOf(
        host.database.kysely,
        page.map((payment) => payment.id),
      ),
      (refund) => refund.payment_id,
    );
    for (const payment of page) yield viewOf(payment, refunds.get(payment.id) ?? [], new Date());
    if (page.length === 0) return;
    last = page.at(-1)!.id;
  }
}

/** The shopper's choice on the page; false when the payment had ended before. */
export async function decide(
  host: SandboxHost,
  payment: books.SandboxPayment,
  decision: Decision,
  method: string | null,
): Promise<boolean> {
  const now = new Date();
  const chosen = method ?? payment.method ?? 'card';
  return host.database.tx(async (tx) => {
    switch (decision) {
      case 'approve':
        return capture(host, tx, payment.id, ['open'], chosen, now);
      case 'delay': {
        const change = { status: 'processing', method: chosen } as const;
        const moved = await books.movePayment(tx, payment.id, ['open'], change, now);
        if (!moved) return false;
        const runAt = new Date(now.getTime() + DELAY_MS);
        await host.jobs.enqueue(tx, [{ kind: 'sandbox.capture', key: moved.public_id, data: { id: moved.id }, runAt }]);
        return true;
      }
      case 'decline': {
        const change = { status: 'failed', method: chosen, failure_reason: 'The bank declined the payment.' } as const;
        return closed(host, tx, await books.movePayment(tx, payment.id, ['open'], change, now), 'payment.failed');
      }
      case 'cancel': {
        const change = { status: 'cancelled' } as const;
        return closed(host, tx, await books.movePayment(tx, payment.id, ['open'], change, now), 'payment.cancelled');
      }
    }
  });
}

/** Takes the money of a payment whose approval was delayed. */
export async function captureDelayed(host: SandboxHost, id: number): Promise<void> {
  await host.database.tx((tx) => capture(host, tx, id, ['processing'], undefined, new Date()));
}

async function capture(
  host: SandboxHost,
  tx: Books,
  id: number,
  from: readonly SandboxStatus[],
  method: string | undefined,
  now: Date,
): Promise<boolean> {
  const capture_id = `sbc_${randomUUID().replaceAll('-', '')}`;
  const change = { status: 'paid', capture_id, captured_at: now, ...(method === undefined ? {} : { method }) } as const;
  return closed(host, tx, await books.movePayment(tx, id, from, change, now), 'payment.paid');
}

async function closed(host: SandboxHost, tx: Books, moved: books.SandboxPayment | undefined, type: string) {
  if (!moved) return false;
  await tell(host, tx, moved, type);
  return true;
}

async function known(executor: Books, id: string): Promise<books.SandboxPayment> {
  const payment = await books.paymentBy(executor, 'public_id', id);
  if (!payment) throw new SandboxRefusal('There is no such payment.');
  return payment;
}

export const statusAt = (payment: books.SandboxPayment, now: Date): SandboxStatus =>
  payment.status === 'open' && payment.expires_at <= now ? 'expired' : payment.status;

function viewOf(payment: books.SandboxPayment, refunds: readonly books.SandboxRefund[], now: Date): SandboxView {
  return {
    id: payment.public_id,
    reference: payment.reference,
    status: statusAt(payment, now),
    amountMinor: payment.amount_minor,
    currency: payment.currency,
    method: payment.method,
    captureId: payment.capture_id,
    capturedAt: payment.captured_at,
    failureReason: payment.failure_reason,
    expiresAt: payment.expires_at,
    refunds: refunds.map((refund) => ({
      id: refund.public_id,
      key: refund.idempotency_key,
      amountMinor: refund.amount_minor,
    })),
  };
}
