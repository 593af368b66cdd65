/** What the order service listens to. */
import type { EventHandlers } from '#platform/events/inbox.ts';
import type { OrderService } from './base.ts';
import {
  hearAttempt,
  hearClosed,
  hearReconciled,
  hearRefund,
  hearStarts,
  hearSuccesses,
} from './use-cases/hear-payment.ts';
import { hearErasure, hearPerson } from './use-cases/hear-people.ts';

export const listensTo = [
  'payment.started',
  'payment.succeeded',
  'payment.failed',
  'payment.cancelled',
  'payment.refunded',
  'payment.reconciled',
  'payment.attempts_closed',
  'user.registered',
  'user.changed',
  'user.erased',
] as const;

export const orderHandlers = (service: OrderService): EventHandlers => ({
  'payment.started': { many: (tx, events) => hearStarts(service, tx, events) },
  'payment.succeeded': { many: (tx, events) => hearSuccesses(service, tx, events) },
  'payment.failed': (tx, event) => hearAttempt(service, tx, event),
  'payment.cancelled': (tx, event) => hearAttempt(service, tx, event),
  'payment.refunded': (tx, event) => hearRefund(service, tx, event),
  'payment.reconciled': (tx, event) => hearReconciled(service, tx, event),
  'payment.attempts_closed': (tx, event) => hearClosed(service, tx, event),
  'user.registered': hearPerson,
  'user.changed': hearPerson,
  'user.erased': hearErasure,
});
