/**
 * What of a sale is given back, posted once for each cause: when the order is cancelled, when lines come back, and when
 * money goes back that neither of them asked for. The gateway's side of a refund is a posting of its own; between the two
 * the account of buyers says what they are owed.
 */
import type { Static } from 'typebox';
import type { orderEvents } from '#contracts/order/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { PaymentBase, Tx } from '../base.ts';
import { cashReturned } from '../domain/accounts.ts';
import { allLeft, amountOf, type ReturnedUnits, returned } from '../domain/reversal.ts';
import type { Sale, SalePart } from '../domain/sale.ts';
import { type GivenBack, reversalPosting } from '../domain/sale-entries.ts';
import { availableAtOf, post } from '../store/ledger.ts';
import { lockPayable } from '../store/payables.ts';
import { type RefundRow, refundByCause } from '../store/refunds.ts';
import { markGivenBack, partsOfOrder, saleOfOrder } from '../store/sales.ts';
import { delivery } from './deliver-documents.ts';
import { issueCreditNotes } from './issue-invoices.ts';

export type OrderReturned = EventOf<string, Static<(typeof orderEvents)['order.returned']>>;

interface Reason {
  cause: string;
  at: Date;
  /** For the credit note. */
  reason: string;
  plan: (parts: readonly SalePart[]) => readonly GivenBack[];
}

/** The caller holds the order's lock. */
async function reverse(service: PaymentBase, tx: Tx, sale: Sale, { cause, at, reason, plan }: Reason): Promise<void> {
  const given = plan(await partsOfOrder(tx, sale.order_id));
  if (given.length === 0) return;
  const availableAt = (await availableAtOf(tx, `sale:${sale.order_id}`)) ?? at;
  const posted = await post(tx, [reversalPosting(sale, given, { cause, at, availableAt })]);
  if (posted.size === 0) return;
  await markGivenBack(tx, given);
  await issueCreditNotes(service, tx, sale, given, { cause, at, reason });
}

/** A completed order was cancelled: all that is left of its sale. One that is not in the books yet comes there with this. */
export async function reverseCancelled(service: PaymentBase, tx: Tx, orderId: number, at: Date): Promise<void> {
  const sale = await saleOfOrder(tx, orderId);
  const reason = 'The order was cancelled.';
  if (sale) await reverse(service, tx, sale, { cause: `cancel:${orderId}`, at, reason, plan: allLeft });
}

export async function reverseReturned(service: PaymentBase, tx: Tx, { data, requestId }: OrderReturned): Promise<void> {
  const { orderId, returnId, lines, refunds, paymentId } = data;
  await lockPayable(tx, orderId);
  const sale = await saleOfOrder(tx, orderId);
  // Told again until the completion has been heard.
  if (!sale) throw new Error(`A return of order ${orderId} was heard before the order's completion.`);
  const amounts = new Map(refunds.map(({ lineId, amountMinor }) => [lineId, amountMinor]));
  const units = lines.map(
    ({ lineId, quantity }): ReturnedUnits => ({ lineId, quantity, amountMinor: amounts.get(lineId) ?? 0 }),
  );
  const at = new Date(data.at);
  const reason = `Returned: ${data.reason}`;
  await reverse(service, tx, sale, {
    cause: `return:${returnId}`,
    at,
    reason,
    plan: (parts) => returned(parts, units),
  });
  const amountMinor = units.reduce((sum, unit) => sum + unit.amountMinor, 0);
  if (paymentId !== null || amountMinor === 0) return;
  // No refund will follow, so the credit note is mailed by itself.
  await post(tx, [cashReturned(sale, `return:${returnId}`, amountMinor, at)]);
  await service.jobs.enqueue(tx, [delivery({ what: 'returned', orderId, id: returnId }, requestId)]);
}

/**
 * Money that went back because staff or the gateway's own desk gave it: no event of the order speaks of it. What a
 * cancellation or a return asked for is reversed by those, and a second or late payment was never earned.
 */
export async function reverseRefund(service: PaymentBase, tx: Tx, refund: RefundRow): Promise<void> {
  const sale = await saleOfOrder(tx, refund.order_id);
  if (!sale || !givesBackSale(sale, refund)) return;
  const { id: first } = await firstOf(tx, refund);
  const before = await partsOfOrder(tx, sale.order_id);
  const given = amountOf(before, refund.amount_minor);
  const amount = given.reduce((sum, { part, to }) => sum + to - part.reversed, 0);
  if (amount < refund.amount_minor) {
    service.log.warn({ refundId: refund.id, amount }, 'more went back than was left of the sale');
  }
  await reverse(service, tx, sale, {
    cause: `give-back:${first}`,
    at: refund.finished_at!,
    reason: refund.reason ?? 'Part of the price was given back.',
    plan: () => given,
  });
}

/** A refund that came back and was asked for again takes the sale back once, under the name of the first. */
async function firstOf(tx: Tx, refund: RefundRow): Promise<Pick<RefundRow, 'id'>> {
  const cause = refund.cause.replace(/:again-\d+$/, '');
  if (cause === refund.cause) return refund;
  return (await refundByCause(tx, refund.payment_id, cause)) ?? refund;
}

const ASKED_BY_ORDER = /^(order-event:|late$|duplicate$)/;

export const givesBackSale = (sale: Sale, refund: Pick<RefundRow, 'payment_id' | 'cause' | 'duplicate'>): boolean =>
  refund.payment_id === sale.payment_id && !refund.duplicate && !ASKED_BY_ORDER.test(refund.cause);
