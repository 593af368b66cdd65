/** Makes the PDFs of what was issued, and mails them to the buyer who wants mail. May run twice: the mail's id is the same. */
import type { NewJob } from '#platform/events/jobs.ts';
import type { PaymentService } from '../base.ts';
import { type Letter, letterOf } from '../documents/letter.ts';
import { type DocumentRow, documentsOfOrder } from '../store/documents.ts';
import { payableOf } from '../store/payables.ts';
import { wantsMail } from '../store/people.ts';
import { refundById } from '../store/refunds.ts';
import { saleOfOrder } from '../store/sales.ts';
import { DELIVER } from '../wiring/delivery.ts';
import { printDocument } from './print-document.ts';

export interface DeliveryData {
  what: 'completed' | 'refunded' | 'returned';
  orderId: number;
  /** Of the refund, or of the return. */
  id?: number;
}

export const delivery = (data: DeliveryData, requestId: string): NewJob => ({
  kind: DELIVER,
  key: `${data.what}:${data.id ?? data.orderId}`,
  data,
  requestId,
});

export async function deliverDocuments(service: PaymentService, data: DeliveryData): Promise<void> {
  const { kysely } = service.database;
  const documents = await documentsFor(service, data);
  const files: Letter['files'] = [];
  for (const document of documents) files.push({ document, bytes: await printDocument(service, document) });
  const payable = await payableOf(kysely, data.orderId);
  if (!payable?.email || files.length === 0 || !(await wantsMail(kysely, payable.user_id))) return;
  const { publicUrl } = service.common;
  const letter = letterOf(
    { what: data.what, name: payable.name, orderNumber: payable.order_number, files },
    {
      shopName: service.config.SHOP_NAME,
      orderUrl: `${publicUrl}/account/orders/${data.orderId}`,
    },
  );
  await service.mail.send({ key: `payment.${data.what}:${data.id ?? data.orderId}`, to: payable.email, ...letter });
}

async function documentsFor(service: PaymentService, { what, orderId, id }: DeliveryData): Promise<DocumentRow[]> {
  const { kysely } = service.database;
  const all = await documentsOfOrder(kysely, orderId);
  if (what === 'completed') {
    const paymentId = (await saleOfOrder(kysely, orderId))?.payment_id ?? null;
    return all.filter(({ kind, payment_id }) => kind === 'invoice' || (kind === 'receipt' && payment_id === paymentId));
  }
  if (what === 'returned') return all.filter(({ cause }) => cause.startsWith(`return:${id}:`));
  const refund = (await refundById(kysely, id!))!;
  const credit = refund.return_id !== null ? `return:${refund.return_id}:` : creditCauseOf(refund.cause, orderId, id!);
  return all.filter(({ cause }) => cause === `refund:${id}` || cause.startsWith(credit));
}

/** Credit notes for the same money; the sellers' ids follow. */
const creditCauseOf = (cause: string, orderId: number, refundId: number): string =>
  cause.startsWith('order-event:') ? `cancel:${orderId}:` : `give-back:${refundId}:`;
