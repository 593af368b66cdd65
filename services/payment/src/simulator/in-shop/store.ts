/**
 * The sandbox's books in the shop's database, so that a shop that is killed does not lose what “the gateway” knows. What
 * many shoppers do at once shares a statement and a commit.
 */
import { batcher, succeeded } from '#platform/sql/batcher.ts';
import type { NewRefund, Step, Store } from '../core/books.ts';
import type { Payment, Refund } from '../core/payment.ts';
import * as rows from './books.ts';
import { tell } from './deliveries.ts';
import type { Rows, SandboxHost } from './host.ts';
import { type Capture, capturePayments, insertPayments, readByPublicId, readByToken } from './hot-books.ts';
import type { Sender } from './sender.ts';

/** Undoes the refund that was about to be written. */
class Short extends Error {}

export function databaseStore({ database, jobs }: SandboxHost, sender: Sender): Store {
  const insert = batcher<rows.NewSandboxPayment, rows.SandboxPayment | undefined>({
    async many(payments) {
      const created = await insertPayments(database.kysely, payments);
      const byId = new Map(created.map((payment) => [payment.public_id, payment]));
      return payments.map(({ public_id }) => succeeded(byId.get(public_id)));
    },
  });
  const capture = batcher<Capture, rows.SandboxPayment | undefined>({
    many: (captures) => database.tx((tx) => captureTogether(captures, tx)),
  });

  async function captureTogether(captures: readonly Capture[], tx: Rows) {
    // Of two that decide on the same payment together, the first came first.
    const firsts = [...new Map([...captures].reverse().map((one) => [one.id, one])).values()];
    const paid = await capturePayments(tx, firsts);
    await tell(sender, tx, paid, 'payment.paid');
    const byCapture = new Map(paid.map((payment) => [payment.capture_id, payment]));
    return captures.map(({ capture_id }) => succeeded(byCapture.get(capture_id)));
  }

  function change(step: Step): Promise<rows.SandboxPayment | undefined> {
    return database.tx(async (tx) => {
      const moved = await rows.movePayment(tx, step);
      if (!moved) return undefined;
      if (step.news) await tell(sender, tx, [moved], step.news);
      if (step.settleAt) {
        const data = { id: moved.id };
        await jobs.enqueue(tx, [{ kind: 'sandbox.capture', key: moved.public_id, data, runAt: step.settleAt }]);
      }
      return moved;
    });
  }

  return {
    async insert(payment) {
      const row = await insert({
        public_id: payment.id,
        token: payment.token,
        reference: payment.reference,
        description: payment.description.slice(0, 200),
        amount_minor: payment.amountMinor,
        currency: payment.currency,
        method: payment.method,
        return_url: payment.returnUrl,
        expires_at: payment.expiresAt,
      });
      return row && rows.paymentIn(row);
    },
    async find(by, value) {
      const row = await {
        id: () => readByPublicId(database.read, value),
        token: () => readByToken(database.read, value),
        reference: () => rows.paymentByReference(database.kysely, value),
      }[by]();
      return row && rows.paymentIn(row);
    },
    async move(step) {
      const { payment, from, change: to, at, late } = step;
      const hot = to.status === 'paid' && from.length === 1 && !late;
      const row = hot
        ? await capture({ id: payment.seq, from: from[0]!, capture_id: to.captureId!, method: to.method!, at })
        : await change(step);
      return row && rows.paymentIn(row);
    },
    async refund(refund) {
      try {
        return await database.tx((tx) => refundOnce(tx, sender, refund));
      } catch (error) {
        if (error instanceof Short) return 'short';
        throw error;
      }
    },
    async refundsOf(payments: readonly Payment[]): Promise<Refund[]> {
      const touched = payments.filter(({ refundedMinor }) => refundedMinor > 0).map(({ seq }) => seq);
      return (await rows.refundsOf(database.kysely, touched)).map(rows.refundIn);
    },
    between: async (from, to, afterSeq) =>
      (await rows.paymentsBetween(database.kysely, from, to, afterSeq)).map(rows.paymentIn),
  };
}

/** Here money goes back at once. */
async function refundOnce(tx: Rows, sender: Sender, { payment, id, key, amountMinor }: NewRefund): Promise<Refund> {
  const created = await rows.insertRefund(tx, {
    public_id: id,
    payment_id: payment.seq,
    idempotency_key: key,
    amount_minor: amountMinor,
  });
  if (!created) return rows.refundIn((await rows.refundByKey(tx, key))!);
  const row = await rows.takeBack(tx, payment.seq, amountMinor);
  if (!row) throw new Short();
  await tell(sender, tx, [row], 'refund.succeeded');
  return rows.refundIn(created);
}
