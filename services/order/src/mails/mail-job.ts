/** A mail about an order as a durable job: asked for in the transaction of what it tells, once for each cause. */
import type { NewJob } from '#platform/events/jobs.ts';

export const MAIL_JOB = 'order.mail';

export const mailKinds = ['placed', 'shipped', 'out_for_delivery', 'delivered', 'returned', 'cancelled'] as const;
export type MailKind = (typeof mailKinds)[number];

export interface MailData {
  what: MailKind;
  orderId: number;
  shipmentId: number | null;
  /** Which of several of its kind: the return's id. */
  mark?: number;
}

export function mailJob(
  what: MailKind,
  orderId: number,
  shipmentId: number | null,
  requestId: string,
  mark?: number,
): NewJob {
  const key = [what, orderId, shipmentId ?? '', mark ?? ''].join(':').replace(/:+$/, '');
  const data: MailData = { what, orderId, shipmentId, mark };
  return { kind: MAIL_JOB, key, data, requestId: requestId.slice(0, 80) };
}
