/** The simulator from behind the counter: pay, pay late, give back, alter the books, set faults, move the clock. */
import type { Decision } from './core/decision.ts';
import type { Payment, Status } from './core/payment.ts';
import { capturePayment, decide, failPayment } from './core/payments.ts';
import { type Dialect, type DialectName, dialectOf, newestNamed, type World } from './http/dialect.ts';
import type { Deliveries, Delivery, Try } from './memory/deliveries.ts';
import type { Fault } from './memory/faults.ts';
import { giveBack } from './memory/refunds.ts';

export interface PayOptions {
  method?: string;
  /** The money comes although the payment was cancelled or has run out. */
  late?: boolean;
}

export interface Paid {
  gateway: DialectName;
  /** The gateway's name for the payment. */
  id: string;
  /** Every name that it goes by, the shop's among them. */
  names: string[];
  status: Status;
  /** Where the shopper's browser goes now; null: it stays. */
  returnUrl: string | null;
  amountMinor: number;
  currency: string;
  refundedMinor: number;
  payUrl: string;
}

export interface Desk {
  /** As a shopper decides, by any name of the payment: the shop's reference, the gateway's id. */
  pay(payment: string, decision?: Decision, options?: PayOptions): Promise<Paid>;
  find(payment: string): Paid | null;
  /** All that the gateways know. */
  payments(): Paid[];
  /** In the gateway's dashboard, unknown to the shop; without an amount: all that is left. */
  refund(payment: string, amountMinor?: number): Promise<void>;
  /** The bank sends back what the gateway had given back. */
  returnRefunds(payment: string): void;
  /** The gateway's books say something else from now on, and nobody is told. */
  alter(payment: string, change: { amountMinor?: number; currency?: string; reference?: string }): void;
  forget(payment: string): void;
  faults(fault: Fault): number;
  listFaults(): Array<Fault & { id: number }>;
  clearFaults(): void;
  deliveries(payment?: string): Delivery[];
  redeliver(number: number): Promise<Try | null>;
  advance(ms: number): Promise<void>;
}

export class UnknownPayment extends Error {}

export function openDesk(world: World, dialects: readonly Dialect[], deliveries: Deliveries): Desk {
  /** The newest, where several go by the name. */
  function known(name: string): { dialect: Dialect; payment: Payment } | null {
    for (const dialect of dialects) {
      const payment = newestNamed(dialect, name);
      if (payment) return { dialect, payment };
    }
    return null;
  }

  function wanted(name: string): { dialect: Dialect; payment: Payment } {
    const found = known(name);
    if (!found) throw new UnknownPayment(`No gateway here knows a payment ${name}.`);
    return found;
  }

  const view = (dialect: Dialect, payment: Payment, returnUrl: string | null): Paid => ({
    gateway: dialect.name,
    id: payment.id,
    names: dialect.namesOf(payment),
    status: payment.status,
    returnUrl,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    refundedMinor: payment.refundedMinor,
    payUrl: world.pageOf(payment),
  });

  return {
    async pay(
      name,
      decision = 'approve',
      { method = null, late = false }: { method?: string | null; late?: boolean } = {},
    ) {
      const { dialect, payment } = wanted(name);
      // The bank's late answer, where it is being waited for.
      if (payment.status === 'processing' && decision === 'approve') await capturePayment(dialect.books, payment);
      else if (payment.status === 'processing' && decision === 'decline') await failPayment(dialect.books, payment);
      else await decide(dialect.books, payment, { decision, method, late });
      const now = wanted(payment.id).payment;
      return view(dialect, now, dialect.wayBack(now, decision));
    },
    find(name) {
      const found = known(name);
      return found && view(found.dialect, found.payment, null);
    },
    payments: () =>
      dialects.flatMap((dialect) => dialect.store.payments().map((payment) => view(dialect, payment, null))),
    async refund(name, amountMinor) {
      const { dialect, payment } = wanted(name);
      const left = payment.amountMinor - payment.refundedMinor;
      const details = dialect.refundDetails;
      await giveBack(world, dialect, {
        payment,
        key: world.random.text(24),
        amountMinor: amountMinor ?? left,
        details,
      });
    },
    returnRefunds(name) {
      const { dialect, payment } = wanted(name);
      const done = dialect.store
        .refunds()
        .filter(({ paymentSeq, status }) => paymentSeq === payment.seq && status === 'succeeded');
      for (const refund of done) dialect.store.endRefund(refund, 'failed', 'The bank sent the refund back.');
    },
    alter(name, change) {
      const { dialect, payment } = wanted(name);
      dialect.store.alter(payment, change);
    },
    forget(name) {
      const { dialect, payment } = wanted(name);
      dialect.store.forget(payment);
    },
    faults: ({ gateway, ...fault }) =>
      world.faults.add(gateway === undefined ? fault : { ...fault, gateway: dialectOf(gateway) }),
    listFaults: () => world.faults.list(),
    clearFaults: () => world.faults.clear(),
    deliveries: (name) => deliveries.list(name),
    redeliver: (number) => deliveries.redeliver(number),
    advance: (ms) => world.clock.advance(ms),
  };
}
