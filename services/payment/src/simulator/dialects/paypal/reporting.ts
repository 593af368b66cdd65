/** The account's transactions of a stretch of at most 31 days, a page at a time. */
import Type from 'typebox';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { moneyOf } from './amounts.ts';
import { invalid, ofFinding } from './errors.ts';
import type { PayPal } from './paypal.ts';
import { captureIdOf, detailsOf, isoSeconds, type RefundDetails } from './resources.ts';

const time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})$' });
const whole = Type.String({ pattern: '^[1-9]\\d{0,5}$' });
const query = shape(
  Type.Object(
    {
      start_date: time,
      end_date: time,
      fields: Type.Optional(Type.String({ maxLength: 200 })),
      page_size: Type.Optional(whole),
      page: Type.Optional(whole),
      transaction_id: Type.Optional(Type.String({ maxLength: 19 })),
      transaction_status: Type.Optional(Type.String({ pattern: '^[DPSV]$' })),
    },
    { additionalProperties: false },
  ),
);

const LONGEST_MS = 31 * 86_400_000;
const MOST = 500;

export function listTransactions(paypal: PayPal, call: Call): Answer {
  const asked = Object.fromEntries(call.query);
  const fault = query.fault(asked);
  if (fault) throw ofFinding(fault);
  const [from, to] = [new Date(asked.start_date!), new Date(asked.end_date!)];
  if (to.getTime() - from.getTime() > LONGEST_MS || to < from) {
    throw invalid(
      'INVALID_DATE_RANGE',
      'The date range is greater than 31 days, or ends before it begins.',
      'start_date',
    );
  }
  const size = Number(asked.page_size ?? 100);
  if (size > MOST) throw invalid('INVALID_PAGE_SIZE', `page_size is at most ${MOST}.`, 'page_size');
  const page = Number(asked.page ?? 1);
  const all = transactions(paypal)
    .filter(({ at }) => at >= from && at <= to)
    .filter(({ info }) => asked.transaction_id === undefined || info.transaction_id === asked.transaction_id)
    .filter(
      ({ info }) => asked.transaction_status === undefined || info.transaction_status === asked.transaction_status,
    );
  const details = all.slice((page - 1) * size, page * size).map(({ info }) => ({ transaction_info: info }));
  return {
    status: 200,
    body: {
      transaction_details: details,
      account_number: 'SIMULATOR',
      start_date: isoSeconds(from),
      end_date: isoSeconds(to),
      last_refreshed_datetime: isoSeconds(paypal.books.now()),
      page,
      total_items: all.length,
      total_pages: Math.max(1, Math.ceil(all.length / size)),
      links: [],
    },
  };
}

function transactions(paypal: PayPal) {
  const { store } = paypal;
  const payments = store
    .payments()
    .filter(({ captureId }) => captureId !== null)
    .map((payment) => {
      const { customId, invoiceId } = detailsOf(payment);
      return entry(captureIdOf(payment), 'T0006', payment.capturedAt!, moneyOf(payment.amountMinor, payment.currency), {
        ...(customId === null ? {} : { custom_field: customId }),
        ...(invoiceId === null ? {} : { invoice_id: invoiceId }),
        paypal_reference_id: payment.id,
        paypal_reference_id_type: 'ODR',
      });
    });
  const refunds = store
    .refunds()
    .filter(({ status }) => status === 'succeeded')
    .map((refund) => {
      const payment = store.bySeq(refund.paymentSeq);
      const { customId, invoiceId } = refund.details as unknown as RefundDetails;
      const { currency_code, value } = moneyOf(refund.amountMinor, payment.currency);
      return entry(
        refund.id,
        'T1107',
        refund.createdAt,
        { currency_code, value: `-${value}` },
        {
          ...(customId === null ? {} : { custom_field: customId }),
          ...(invoiceId === null ? {} : { invoice_id: invoiceId }),
          paypal_reference_id: captureIdOf(payment),
          paypal_reference_id_type: 'TXN',
        },
      );
    });
  return [...payments, ...refunds].sort((a, b) => a.at.getTime() - b.at.getTime());
}

const entry = (id: string, code: string, at: Date, amount: object, more: object) => ({
  at,
  info: {
    transaction_id: id,
    transaction_event_code: code,
    transaction_initiation_date: isoSeconds(at),
    transaction_updated_date: isoSeconds(at),
    transaction_amount: amount,
    transaction_status: 'S',
    ...more,
  },
});
