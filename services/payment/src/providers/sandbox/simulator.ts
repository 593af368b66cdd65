/**
 * The sandbox as an outside party: what a real gateway does behind its API, kept in its own books. The shopper decides
 * on its page; every decision is told by a signed webhook that is sent until it is taken.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import * as books from './books.ts';
import { tell } from './deliveries.ts';
import type { Books, Sandbox } from './host.ts';
import { readByPublicId } from './hot-books.ts';
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

export async function createPayment(sandbox: Sandbox, input: NewPayment): Promise<SandboxView & { url: string }> {
  const { kysely } = sandbox.database;
  const created = await sandbox.insert({
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
  return { ...viewOf(payment, [], new Date()), url: `${sandbox.pageUrl}/${payment.token}` };
}

export async function getPayment(sandbox: Sandbox, id: string): Promise<SandboxView> {
  const payment = await readByPublicId(sandbox.database.read, id);
  if (!payment) throw new SandboxRefusal('There is no such payment.');
  const refunds = payment.refunded_minor > 0 ? await books.refundsOf(sandbox.database.kysely, [payment.id]) : [];
  return viewOf(payment, refunds, new Date());
}

/** Closes an unpaid payment; one that is paid or on its way stays as it is. */
export async function cancelPayment(sandbox: Sandbox, id: string): Promise<SandboxView> {
  const payment = await known(sandbox.database.kysely, id);
  await books.movePayment(sandbox.database.kysely, payment.id, ['open'], { status: 'cancelled' }, new Date());
  return getPayment(sandbox, id);
}

export async function refundPayment(
  sandbox: Sandbox,
  input: { id: string; key: string; amountMinor: number },
): Promise<{ id: string; amountMinor: number }> {
  return sandbox.database.tx(async (tx) => {
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
    await tell(sandbox, tx, [payment], 'refund.succeeded');
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

export async function* listPayments(sandbox: Sandbox, from: Date, to: Date): AsyncGenerator<SandboxView> {
  let last = 0;
  for (;;) {
    const page = await books.paymentsBetween(sandbox.database.kysely, from, to, last);
    const refunds = Map.groupBy(
      await books.refundsOf(
        sandbox.database.kysely,
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
export function decide(
  sandbox: Sandbox,
  payment: books.SandboxPayment,
  decision: Decision,
  method: string | null,
): Promise<boolean> {
  const now = new Date();
  switch (decision) {
    case 'approve':
      return sandbox.capture({ id: payment.id, from: 'open', capture_id: newCaptureId(), method, at: now });
    case 'delay':
      return delay(sandbox, payment, method, now);
    case 'decline': {
      const failure_reason = 'The bank declined the payment.';
      return end(sandbox, payment, { status: 'failed', method: method ?? 'card', failure_reason }, now);
    }
    case 'cancel':
      return end(sandbox, payment, { status: 'cancelled' }, now);
  }
}

function delay(sandbox: Sandbox, { id }: books.SandboxPayment, method: string | null, now: Date): Promise<boolean> {
  return sandbox.database.tx(async (tx) => {
    const change = { status: 'processing', ...(method === null ? {} : { method }) } as const;
    const moved = await books.movePayment(tx, id, ['open'], change, now);
    if (!moved) return false;
    const runAt = new Date(now.getTime() + DELAY_MS);
    await sandbox.jobs.enqueue(tx, [{ kind: 'sandbox.capture', key: moved.public_id, data: { id }, runAt }]);
    return true;
  });
}

function end(sandbox: Sandbox, { id }: books.SandboxPayment, change: books.Change, now: Date): Promise<boolean> {
  return sandbox.database.tx(async (tx) => {
    const moved = await books.movePayment(tx, id, ['open'], change, now);
    if (moved) await tell(sandbox, tx, [moved], `payment.${change.status}`);
    return moved !== undefined;
  });
}

/** Takes the money of a payment whose approval was delayed. */
export async function captureDelayed(sandbox: Sandbox, id: number): Promise<void> {
  await sandbox.capture({ id, from: 'processing', capture_id: newCaptureId(), method: null, at: new Date() });
}

const newCaptureId = (): string => `sbc_${randomUUID().replaceAll('-', '')}`;

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
