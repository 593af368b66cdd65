/** Asks the gateways about open payments whose webhook has not come, at growing gaps, and closes those past their time. */
import { randomUUID } from 'node:crypto';
import type { PaymentService } from '../base.ts';
import { claimDuePolls, type PaymentRow, putOffPoll } from '../store/payments.ts';
import { closeAttempt } from './close-attempt.ts';
import { settlePayment } from './settle-payment.ts';

const BATCH = 200;
const AT_ONCE = 10;
/** A gateway's clock and ours differ, and a payment made in the last second is still on its way. */
const GRACE_MS = 60_000;

export async function pollOpenPayments(service: PaymentService): Promise<void> {
  const due = await claimDuePolls(service.database.kysely, BATCH);
  while (due.length > 0) {
    await Promise.all(due.splice(0, AT_ONCE).map((payment) => pollQuietly(service, payment)));
  }
}

/** One gateway that is away must not keep the others from being asked. */
async function pollQuietly(service: PaymentService, payment: PaymentRow): Promise<void> {
  try {
    await poll(service, payment);
  } catch (error) {
    service.log.warn({ err: error, paymentId: payment.id }, 'an open payment could not be checked');
  }
}

async function poll(service: PaymentService, payment: PaymentRow): Promise<void> {
  const requestId = randomUUID();
  if (payment.status !== 'pending') return;
  if (payment.expires_at.getTime() + GRACE_MS < Date.now()) {
    await closeAttempt(service, payment, { requestId, because: 'It was not paid in time.' });
  } else {
    await settlePayment(service, payment, { requestId });
    await putOffPoll(service.database.kysely, payment.id);
  }
}
