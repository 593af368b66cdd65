/**
 * For a shop that is older than its books: payments, refunds and completed orders of before are posted and put on paper as they
 * would have been, dated when they happened. Nobody is mailed about what is long past. Runs once, and may run again: every
 * posting has its cause.
 */
import type { Completion } from '#contracts/order/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import { systemContext } from '#platform/service/context.ts';
import type { PaymentBase, PaymentService, Tx } from '../base.ts';
import { paymentPosting, refundPosting } from '../domain/accounts.ts';
import { post } from '../store/ledger.ts';
import { payableOf } from '../store/payables.ts';
import { paymentById } from '../store/payments.ts';
import { lockOrders, saleOfOrder } from '../store/sales.ts';
import { unbookedPayments, unbookedRefunds } from '../store/unbooked.ts';
import { issueReceipts, issueRefundNote } from './issue-receipts.ts';
import { reverseCancelled, reverseReturned } from './post-reversals.ts';
import { postSales } from './post-sales.ts';

export const BACKFILL = 'payment.backfill_books';

const PAGE = 100;

export async function backfillBooks(service: PaymentService, requestId: string): Promise<void> {
  const quiet: PaymentBase = { ...service, jobs: { enqueue: async () => {} } };
  const payments = await inPages(service, (tx, after) => bookPayments(quiet, tx, after));
  const refunds = await inPages(service, (tx, after) => bookRefunds(quiet, tx, after));
  const orders = await bookOrders(quiet, requestId);
  if (payments + refunds + orders > 0)
    service.log.info({ payments, refunds, orders }, 'the books of before were written');
}

async function inPages(
  { database }: PaymentService,
  book: (tx: Tx, after: number) => Promise<number[]>,
): Promise<number> {
  let booked = 0;
  for (let after = 0; ; ) {
    const ids = await database.tx((tx) => book(tx, after));
    booked += ids.length;
    if (ids.length < PAGE) return booked;
    after = ids.at(-1)!;
  }
}

async function bookPayments(service: PaymentBase, tx: Tx, after: number): Promise<number[]> {
  const payments = await unbookedPayments(tx, after, PAGE);
  await lockOrders(
    tx,
    payments.map(({ order_id }) => order_id),
  );
  await post(
    tx,
    payments.map((payment) => paymentPosting(payment)),
  );
  for (const payment of payments.filter(({ on_paper }) => !on_paper)) {
    await issueReceipts(service, tx, [{ payment, payable: (await payableOf(tx, payment.order_id))! }]);
  }
  return payments.map(({ id }) => id);
}

/** The sale's side of a refund is posted with the sale. */
async function bookRefunds(service: PaymentBase, tx: Tx, after: number): Promise<number[]> {
  const refunds = await unbookedRefunds(tx, after, PAGE);
  await lockOrders(
    tx,
    refunds.map(({ order_id }) => order_id),
  );
  for (const refund of refunds) {
    const payment = (await paymentById(tx, refund.payment_id))!;
    await post(tx, [refundPosting(refund, payment)]);
    if (!refund.on_paper) {
      await issueRefundNote(service, tx, payment, (await payableOf(tx, refund.order_id))!, refund);
    }
  }
  return refunds.map(({ id }) => id);
}

async function bookOrders(service: PaymentBase, requestId: string): Promise<number> {
  let booked = 0;
  for (let after = 0; ; ) {
    const query = { after, limit: PAGE };
    const { items } = await service.peers.order.completions({ query }, systemContext(service.log, requestId));
    for (const completion of items) booked += await service.database.tx((tx) => bookOrder(service, tx, completion));
    if (items.length < PAGE) return booked;
    after = items.at(-1)!.completed.orderId;
  }
}

async function bookOrder(
  service: PaymentBase,
  tx: Tx,
  { completed, returns, cancelledAt }: Completion,
): Promise<number> {
  const { orderId } = completed;
  if (await saleOfOrder(tx, orderId)) return 0;
  await postSales(service, tx, [told('order.completed', orderId, completed)]);
  for (const one of returns) await reverseReturned(service, tx, told('order.returned', orderId, one));
  if (cancelledAt !== null) await reverseCancelled(service, tx, orderId, new Date(cancelledAt));
  return 1;
}

/** As if it had been heard now. */
const told = <Data>(type: string, entityId: number, data: Data): EventOf<string, Data> => ({
  id: 0,
  source: 'order',
  type,
  entityId,
  version: 1,
  data,
  requestId: BACKFILL,
  at: new Date(),
});
