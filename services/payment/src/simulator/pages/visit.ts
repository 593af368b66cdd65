/** What a shopper may do on the page, and what that is to the core. */
import type { Books } from '../core/books.ts';
import type { Decision } from '../core/decision.ts';
import type { Payment } from '../core/payment.ts';
import { decide } from '../core/payments.ts';

export const actions = ['approve', 'decline', 'cancel', 'delay', 'leave', 'approve_and_close'] as const;

export interface Visit {
  action: (typeof actions)[number];
  method?: string | undefined;
  upi?: string | undefined;
}

/** As at the gateways' own test desks: what stands before the @ decides. */
export const testUpiIds = ['success@testbank', 'failure@testbank', 'pending@testbank'] as const;

export interface Visited {
  decision: Decision;
  /** False: the payment had ended before. */
  done: boolean;
  /** The browser goes nowhere. */
  closed: boolean;
}

export async function visit(books: Books, payment: Payment, { action, method, upi }: Visit): Promise<Visited> {
  const closed = action === 'approve_and_close';
  const wanted = closed ? 'approve' : action;
  const decision = wanted === 'approve' && method === 'upi' ? byUpiId(upi) : wanted;
  const done = await decide(books, payment, { decision, method: method?.trim().slice(0, 50) || null });
  return { decision, done, closed };
}

function byUpiId(upi = ''): Decision {
  if (upi.startsWith('failure@')) return 'decline';
  return upi.startsWith('pending@') ? 'delay' : 'approve';
}
