/** What a dialect is: one gateway's paths, words and signatures, around the core that all share. */
import type { Books } from '../core/books.ts';
import type { Decision } from '../core/decision.ts';
import type { News, Payment } from '../core/payment.ts';
import type { SimulatedClock } from '../memory/clock.ts';
import type { WireEvent } from '../memory/deliveries.ts';
import type { Faults } from '../memory/faults.ts';
import type { Random } from '../memory/random.ts';
import type { MemoryStore } from '../memory/store.ts';
import type { Secrets } from '../secrets.ts';

export const dialectNames = ['native', 'stripe', 'razorpay', 'paypal', 'juspay'] as const;
export type DialectName = (typeof dialectNames)[number];

/** The shop knows the native gateway as its sandbox. */
export const dialectOf = (name: DialectName | 'sandbox'): DialectName => (name === 'sandbox' ? 'native' : name);

/** What all dialects share. */
export interface World {
  clock: SimulatedClock;
  random: Random;
  faults: Faults;
  secrets: Secrets;
  /** Where the simulator listens, without a trailing slash. */
  origin(): string;
  pageOf(payment: Payment): string;
  /** Where the shop listens for this gateway. */
  hookOf(name: DialectName): string | null;
  /** Tells the shop, by the dialect's own events. */
  tell(dialect: Dialect, news: News): void;
}

export interface Call {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  path: string;
  method: string;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** An answer that ends a call early. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(JSON.stringify(answer.body));
    this.answer = answer;
  }
}

export type Operation = 'create' | 'get' | 'list' | 'cancel' | 'capture' | 'refund' | 'token' | 'other';

export interface Route {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  operation: Operation;
  /** Needs no key. */
  open?: boolean;
  handle(call: Call): Answer | Promise<Answer>;
}

export interface Dialect {
  name: DialectName;
  /** Where its paths begin; the first is the one that is told. */
  prefixes: readonly string[];
  books: Books;
  store: MemoryStore;
  routes: readonly Route[];
  /** Throws a `Refusal` where the key is missing or wrong. */
  guard(call: Call): void;
  /** For what no route answers: an unknown path, or a failure on demand. */
  refuse(status: number, call: Call): Answer;
  events(news: News): WireEvent[];
  webhookHeaders(event: WireEvent, body: Buffer, stamp: { at: Date; forged: boolean }): Record<string, string>;
  /** Whether this answer means that the shop took the webhook; elsewhere any 2xx does. */
  takes?(status: number): boolean;
  /** Where this payment's webhooks go, if not where all of the gateway's go. */
  hookOf?(payment: Payment): string | null;
  /** Every name that this payment goes by, its id first. */
  namesOf(payment: Payment): string[];
  /** As a number or text in its bodies. */
  amountIn(payment: Payment): string;
  /** For people, with the currency. */
  amountText(payment: Payment): string;
  methodsOf(payment: Payment): readonly string[];
  /** What stands in a refund that was made in the gateway's dashboard. */
  refundDetails: Readonly<Record<string, unknown>>;
  /** Where the shopper's browser goes after this; null: it stays on the page. */
  wayBack(payment: Payment, decision: Decision): string | null;
}

/** Several may go by a name, as when a shop tries again under its own reference. */
export const newestNamed = (dialect: Dialect, name: string): Payment | undefined =>
  dialect.store.payments().findLast((payment) => dialect.namesOf(payment).includes(name));
