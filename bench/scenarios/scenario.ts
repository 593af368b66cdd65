/** What a scenario is: one visit, repeated by many virtual users. It runs in the driver's process. */
import type { Reply, Request } from '../connection.ts';
import type { Buyer, Stage } from '../stage.ts';

export interface Scenario {
  /** For `--only`. */
  key: string;
  title: string;
  /** What its rate is compared with: a Fastify that does nothing, or one hand-written transaction. */
  reference: 'bare' | 'transaction';
  /** Least ratio to the reference at concurrency 32, from the design. */
  target?: number;
  /** Once per window, not timed. */
  before?(shop: Shop): Promise<void>;
  /**
   * Not timed. A scenario that has it goes in rounds: all buyers are prepared, then each makes one visit. Used where a
   * visit uses up what was prepared.
   */
  prepare?(shop: Shop): Promise<void>;
  /** One timed unit of work; `false` says that it was rightly refused and does not count. */
  visit(visitor: Visitor): Promise<unknown>;
  /** After each round, not timed: throws where the figures are not exact. */
  check?(shop: Shop): Promise<void>;
}

/** What all virtual users of one window share. */
export interface Shop {
  stage: Stage;
  /** Those who take part in this window. */
  buyers: readonly Buyer[];
  /** Runs `work` for every buyer, several at once. */
  forEachBuyer(work: (visitor: Visitor) => Promise<void>): Promise<void>;
  admin: Visitor;
  tally: Tally;
}

export interface Visitor {
  shop: Shop;
  buyer: Buyer;
  /** Sends and throws `UnexpectedAnswer` unless the status is one of the expected. */
  expect(status: number | readonly number[], request: Request): Promise<Reply>;
}

/** What the driver knows to have bought, to be compared with what the shop says. */
export interface Tally {
  orders: number;
  units: number;
}

export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
}

/** One of a list, at random. */
export const anyOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
