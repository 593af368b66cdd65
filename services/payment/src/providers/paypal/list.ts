/**
 * PayPal's list of transactions, for reconciliation. It knows captures by their id and by our reference, but no orders;
 * it lags by up to three hours, and answers at most 31 days at once.
 */

import type { ListedPayment } from '../gateway.ts';
import type { GatewayHttp } from '../gateway-http.ts';
import { textIn } from '../webhook-body.ts';
import { moneyOf } from './observe.ts';

interface Transaction {
  transaction_info: {
    transaction_id: string;
    paypal_reference_id?: string;
    transaction_event_code?: string;
    transaction_status?: string;
    transaction_amount?: { currency_code: string; value: string };
    custom_field?: string;
  };
}

const MAX_DAYS_MS = 31 * 24 * 3_600_000;
const PAGE = 500;

export async function* listTransactions(http: GatewayHttp, from: Date, to: Date): AsyncGenerator<ListedPayment> {
  for (let start = from.getTime(); start < to.getTime(); start += MAX_DAYS_MS) {
    const end = Math.min(start + MAX_DAYS_MS, to.getTime()) - 1_000;
    if (end < start) return;
    for (let page = 1; ; page += 1) {
      const answer = await http.call({
        method: 'GET',
        path: '/v1/reporting/transactions',
        query: {
          start_date: secondsOf(start),
          end_date: secondsOf(end),
          fields: 'transaction_info',
          page_size: PAGE,
          page,
        },
      });
      for (const transaction of (answer.transaction_details ?? []) as Transaction[]) {
        const listed = listedOf(transaction);
        if (listed) yield listed;
      }
      if (page >= Number(answer.total_pages ?? 1)) break;
    }
  }
}

const secondsOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** T00… are payments, T11… is money that goes back, T1107 a refund. */
function listedOf({ transaction_info: info }: Transaction): ListedPayment | null {
  const code = info.transaction_event_code ?? '';
  const amount = info.transaction_amount;
  const reference = textIn(info.custom_field);
  if (code.startsWith('T00')) {
    const done = info.transaction_status === 'S';
    return {
      gatewayRef: null,
      paymentRef: info.transaction_id,
      reference,
      status: done ? 'paid' : info.transaction_status === 'D' ? 'failed' : 'processing',
      paid: done ? moneyOf(amount) : null,
      refundedMinor: null,
    };
  }
  if (code !== 'T1107' || !info.paypal_reference_id) return null;
  const back = amount && moneyOf({ ...amount, value: amount.value.replace(/^-/, '') });
  return {
    gatewayRef: null,
    paymentRef: info.paypal_reference_id,
    // The refund's own.
    reference: null,
    status: 'paid',
    paid: null,
    refundedMinor: back?.minor ?? null,
  };
}
