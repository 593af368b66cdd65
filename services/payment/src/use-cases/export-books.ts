/** Payments, statements and the ledger as CSV; who took what stands in the audit log before the first byte leaves. */
import type { FastifyReply } from 'fastify';
import { formatMoney } from '#contracts/common/money.ts';
import type { paymentApi as api } from '#contracts/payment/api.ts';
import type { Input } from '#platform/contract/route.ts';
import type { Columns } from '#platform/csv/csv.ts';
import { pagesOf, sendCsv } from '#platform/http/send-csv.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { periodOf } from '../domain/list-place.ts';
import { capturedCurrencyOf } from '../domain/refundable.ts';
import { ledgerEntries, sellerEntries } from '../store/ledger-reads.ts';
import { type ListedPayment, listPayments } from '../store/payment-lists.ts';
import { audited } from './audited.ts';
import { entryView, ownAccount, wishOf } from './read-ledger.ts';
import { filterOf } from './read-payments.ts';

interface Http {
  reply: FastifyReply;
}

/** Programs rely on the names and the order of all columns here: new ones come last. */
const paymentColumns: Columns<ListedPayment> = {
  payment: ({ id }) => id,
  created_at: ({ created_at }) => created_at.toISOString(),
  paid_at: ({ paid_at }) => paid_at?.toISOString() ?? null,
  order: ({ order_id }) => order_id,
  order_number: ({ order_number }) => order_number,
  user: ({ user_id }) => user_id,
  gateway: ({ gateway }) => gateway,
  method: ({ method }) => method,
  status: ({ status }) => status,
  amount: ({ amount_minor, currency }) => formatMoney(amount_minor, currency),
  currency: ({ currency }) => currency,
  captured: (row) => formatMoney(row.captured_minor, capturedCurrencyOf(row)),
  refunded: (row) => formatMoney(row.refunded_minor, capturedCurrencyOf(row)),
  captured_currency: (row) => capturedCurrencyOf(row),
  reference: ({ reference }) => reference,
  gateway_reference: ({ gateway_payment_ref, gateway_ref }) => gateway_payment_ref ?? gateway_ref,
};

type StatementRow = Awaited<ReturnType<typeof sellerEntries>>[number];

const statementColumns: Columns<StatementRow> = {
  entry: ({ id }) => id,
  at: ({ at }) => at.toISOString(),
  order: ({ order_id }) => order_id,
  posting: ({ kind }) => kind,
  what: ({ what }) => what,
  amount: (row) => entryView(row).amount,
  currency: ({ currency }) => currency,
  available_at: ({ available_at }) => available_at?.toISOString() ?? null,
};

type LedgerRow = Awaited<ReturnType<typeof ledgerEntries>>[number];

const ledgerColumns: Columns<LedgerRow> = {
  entry: ({ id }) => id,
  at: ({ at }) => at.toISOString(),
  cause: ({ cause }) => cause,
  posting: ({ kind }) => kind,
  what: ({ what }) => what,
  debit: ({ debit }) => debit,
  credit: ({ credit }) => credit,
  amount: ({ amount_minor, currency }) => formatMoney(amount_minor, currency),
  currency: ({ currency }) => currency,
  order: ({ order_id }) => order_id,
  payment: ({ payment_id }) => payment_id,
  seller: ({ seller_id }) => seller_id,
  available_at: ({ available_at }) => available_at?.toISOString() ?? null,
};

async function note(service: PaymentService, what: string, about: number | null, filter: object, context: Context) {
  const { userId } = callerOf(context);
  const entity = about === null ? { entity: 'user', entityId: userId } : { entity: 'seller', entityId: about };
  const event = audited({ action: `${what}.exported`, ...entity, version: 1, details: { ...filter } }, context);
  await service.outbox.emit(service.database.kysely, [event]);
}

export async function exportPayments(
  service: PaymentService,
  { query }: Input<typeof api.exportPayments>,
  context: Context,
  { reply }: Http,
) {
  const filter = filterOf(query, context);
  await note(service, 'payments', null, query, context);
  const read = pagesOf((place) => listPayments(service.database.kysely, filter!, place));
  return sendCsv(reply, { name: 'payments.csv', columns: paymentColumns, pages: filter === null ? none() : read });
}

export async function exportSellerStatement(
  service: PaymentService,
  { params: { id }, query }: Input<typeof api.exportSellerStatement>,
  context: Context,
  { reply }: Http,
) {
  ownAccount(id, context);
  const period = periodOf(query);
  await note(service, 'statement', id, query, context);
  const pages = pagesOf((place) => sellerEntries(service.database.kysely, id, { ...place, ...period }));
  return sendCsv(reply, { name: `statement-${id}.csv`, columns: statementColumns, pages });
}

export async function exportLedgerEntries(
  service: PaymentService,
  { query }: Input<typeof api.exportLedgerEntries>,
  context: Context,
  { reply }: Http,
) {
  const wish = wishOf(query);
  await note(service, 'ledger', null, query, context);
  const pages = pagesOf((place) => ledgerEntries(service.database.kysely, wish, place));
  return sendCsv(reply, { name: 'ledger.csv', columns: ledgerColumns, pages });
}

async function* none(): AsyncGenerator<never[]> {}
