/** Documents to look at: the buyer's own, those in a seller's name, or all for staff; somebody else's is not there. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { documentsApi as api, DocumentPage } from '#contracts/payment/documents.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { sendSheet } from '../documents/html.ts';
import { sheetOf } from '../documents/to-sheet.ts';
import { cursorOf, placeOf, timeOf } from '../domain/list-place.ts';
import {
  type DocumentFilter,
  type DocumentRow,
  documentById,
  documentOfCause,
  listDocuments,
} from '../store/documents.ts';
import { paymentOf } from '../store/payment-lists.ts';
import { documentView } from './document-views.ts';
import { printDocument } from './print-document.ts';
import { visibleTo } from './read-payments.ts';

interface Http {
  request: FastifyRequest;
  reply: FastifyReply;
}

const sells = (context: Context): boolean => may(context, 'earnings.read');

export async function listInvoices(
  service: PaymentService,
  { query }: Input<typeof api.listInvoices>,
  context: Context,
): Promise<DocumentPage> {
  const { kind, orderId, sellerId, from, to, limit } = query;
  const filter: DocumentFilter = {
    ...scopeOf(query.as, context),
    kind,
    orderId,
    from: from === undefined ? undefined : timeOf(from, 'from', 0),
    to: to === undefined ? undefined : timeOf(to, 'to', 1),
    ...(sellerId === undefined ? {} : { sellerId }),
  };
  const rows = await listDocuments(service.database.kysely, filter, { ...placeOf(query), limit: limit + 1 });
  const page = rows.slice(0, limit);
  return {
    items: page.map(documentView),
    nextCursor: rows.length > limit ? cursorOf(page.at(-1)!.id) : null,
  };
}

/** Without `as` one sees the most one may; asking for more shows only what is one's own. */
function scopeOf(as: 'buyer' | 'seller' | 'all' | undefined, context: Context): DocumentFilter {
  const { userId } = callerOf(context);
  if (as === 'buyer') return { viewerId: userId, sells: false };
  if (as === 'seller') return { viewerId: userId, sells: sells(context), sellerId: userId };
  return { viewerId: visibleTo(context), sells: sells(context) };
}

async function documentFor(service: PaymentService, id: number, context: Context): Promise<DocumentRow> {
  const document = await documentById(service.database.kysely, id);
  const viewer = visibleTo(context);
  const own = (found: DocumentRow) =>
    viewer === null || found.user_id === viewer || (sells(context) && found.issuer_id === viewer);
  if (!document || !own(document)) throw problem('document.not_found');
  return document;
}

async function receiptOf(service: PaymentService, paymentId: number, context: Context): Promise<DocumentRow> {
  const payment = await paymentOf(service.database.kysely, paymentId, visibleTo(context));
  if (!payment) throw problem('payment.not_found');
  const receipt = await documentOfCause(service.database.kysely, `payment:${payment.id}`);
  if (!receipt) throw problem('document.not_issued');
  return receipt;
}

export const getReceipt = async (
  service: PaymentService,
  { params }: Input<typeof api.getReceipt>,
  context: Context,
  http: Http,
) => sendDocument(service, await receiptOf(service, params.id, context), `${http.request.url.split('?')[0]}.pdf`, http);

export const getReceiptPdf = async (
  service: PaymentService,
  { params }: Input<typeof api.getReceiptPdf>,
  context: Context,
  http: Http,
) => sendPdf(service, await receiptOf(service, params.id, context), http);

export const getInvoice = async (
  service: PaymentService,
  { params }: Input<typeof api.getInvoice>,
  context: Context,
  http: Http,
) => sendDocument(service, await documentFor(service, params.id, context), `/invoices/${params.id}.pdf`, http);

export const getInvoicePdf = async (
  service: PaymentService,
  { params }: Input<typeof api.getInvoicePdf>,
  context: Context,
  http: Http,
) => sendPdf(service, await documentFor(service, params.id, context), http);

function sendDocument(service: PaymentService, document: DocumentRow, pdfUrl: string, { request, reply }: Http) {
  reply.header('vary', 'accept');
  if (String(request.headers.accept ?? '').includes('text/html')) {
    return sendSheet(reply, sheetOf(document, service.config.SHOP_TIME_ZONE), pdfUrl);
  }
  return reply.header('cache-control', 'private, no-store').send(documentView(document));
}

async function sendPdf(service: PaymentService, document: DocumentRow, { reply }: Http) {
  const bytes = await printDocument(service, document);
  return reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${document.number}.pdf"`)
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .send(bytes);
}
