/** How the money of an order stands, and what the news of a payment may change. */
import type { OrderPaymentStatus } from '#contracts/order/schemas.ts';

export const paymentStatuses = [
  'pending',
  'success',
  'failed',
  'cancelled',
  'refunded',
  'reconciled',
] as const satisfies readonly OrderPaymentStatus[];

// A success may overtake the news of its own attempt, so it follows `failed` and `cancelled` directly too.
const steps: Readonly<Record<OrderPaymentStatus, readonly OrderPaymentStatus[]>> = {
  pending: ['success', 'failed', 'cancelled'],
  failed: ['pending', 'success', 'cancelled'],
  cancelled: ['pending', 'failed', 'success'],
  success: ['reconciled', 'refunded'],
  reconciled: ['refunded'],
  refunded: [],
};

export const mayTurn = (from: OrderPaymentStatus, to: OrderPaymentStatus): boolean => steps[from].includes(to);

export interface AttemptNews {
  paymentId: number;
  version: number;
}

/** News of an attempt counts only when it is about a later attempt than the last, or a later moment of the same. */
export function isNewer(news: AttemptNews, known: { attempt_id: number | null; attempt_version: number }): boolean {
  if (known.attempt_id === null || news.paymentId > known.attempt_id) return true;
  return news.paymentId === known.attempt_id && news.version > known.attempt_version;
}
