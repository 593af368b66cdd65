/** The hot steps of a placement behind batchers: what many shoppers do at once costs one commit. */
import { orderPlaced, orderRejected } from '../domain/order-news.ts';
import type { WholeOrder } from '../domain/model.ts';
import type { OrderBase } from '../base.ts';
import { batcher, type Outcome, refused, succeeded } from '#platform/sql/batcher.ts';
import { problem } from '#platform/errors/problem.ts';
import { mailJob } from '../mails/mail-job.ts';
import { completeFree } from '../use-cases/complete-order.ts';
import { type Intent, insertIntents, type NewIntent, rejectIntents, statusesOf } from './intents.ts';
import { type Placement, placeIntents } from './placements.ts';
import { readOrder } from './read-orders.ts';

export interface Rejection {
  id: number;
  reason: string;
  requestId: string;
}

export interface Writers {
  /** Null: the key or the number is taken. */
  insertIntent(intent: NewIntent): Promise<Intent | null>;
  /** Throws `order.rejected` when recovery was faster. */
  place(placement: Placement): Promise<WholeOrder>;
  /** True: this call ended the intent. False: it had ended before, or stands as an order. */
  reject(rejection: Rejection): Promise<boolean>;
}
