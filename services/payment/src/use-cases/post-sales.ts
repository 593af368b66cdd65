/** Completed orders, in the books: each once, with what had been given back before its completion was heard. */
import type { EventOf } from '#platform/events/events.ts';
import type { PaymentBase, Tx } from '../base.ts';
import { cashReceived } from '../domain/accounts.ts';
import { type CompletedOrder, partsOf, saleOf } from '../domain/sale.ts';
import { salePosting } from '../domain/sale-entries.ts';
import { post } from '../store/ledger.ts';
import { finishedRefundsOf } from '../store/refunds.ts';
import { insertParts, insertSales, lockOrders } from '../store/sales.ts';
import { delivery } from './deliver-documents.ts';
import { issueInvoices } from './issue-invoices.ts';
import { reverseCancelled, reverseRefund } from './post-reversals.ts';

const DAY_MS = 86_400_000;

export async function postSales(
  service: PaymentBase,
  tx: Tx,
  events: readonly EventOf<string, CompletedOrder>[],
): Promise<void> {
  const states = await lockOrders(
    tx,
    events.map(({ data }) => data.orderId),
  );
  const all = events.map(({ data }) => ({ order: data, sale: saleOf(data), parts: partsOf(data) }));
  const fresh = await insertSales(
    tx,
    all.map(({ sale }) => sale),
  );
  const made = all.filter(({ sale }) => fresh.has(sale.order_id));
  await insertParts(
    tx,
    made.flatMap(({ parts }) => parts),
  );
  const holdMs = service.config.PAYOUT_HOLD_DAYS * DAY_MS;
  await post(
    tx,
    made.flatMap(({ sale, parts }) => [
      ...(sale.payment_id === null && sale.total_minor > 0 ? [cashReceived(sale)] : []),
      salePosting(sale, parts, new Date(sale.completed_at.getTime() + holdMs)),
    ]),
  );
  await issueInvoices(service, tx, made);
  const requestIds = new Map(events.map(({ data, requestId }) => [data.orderId, requestId]));
  await service.jobs.enqueue(
    tx,
    made.map(({ sale }) => delivery({ what: 'completed', orderId: sale.order_id }, requestIds.get(sale.order_id)!)),
  );
  for (const refund of await finishedRefundsOf(tx, [...fresh])) await reverseRefund(service, tx, refund);
  for (const { sale } of made) {
    // Cancelled since, and that was heard first.
    if (states.get(sale.order_id) === 'cancelled') await reverseCancelled(service, tx, sale.order_id, new Date());
  }
}
