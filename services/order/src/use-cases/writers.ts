/** The hot steps of a placement behind batchers: what many shoppers do at the same moment costs one commit. */
import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import { batcher, type Outcome, refused, succeeded } from '#platform/sql/batcher.ts';
import type { OrderService } from '../base.ts';
import type { WholeOrder } from '../domain/model.ts';
import { orderPlaced, orderRejected } from '../domain/order-news.ts';
import { mailJob } from '../mails/mail-job.ts';
import { type Extension, extendExpiries } from '../store/expiries.ts';
import { type Intent, insertIntents, type NewIntent, rejectIntents } from '../store/intents.ts';
import { type Placement, placeIntents } from '../store/placements.ts';
import { readOrder } from '../store/read-orders.ts';
import { completeOrder } from './complete-order.ts';
import { eventOf } from './record-change.ts';

export interface Rejection {
  id: number;
  reason: string;
  requestId: string;
}

export interface Writers {
  /** Null: the key or the number is taken. */
  insertIntent(intent: NewIntent): Promise<Intent | null>;
  /** Throws `order.rejected` when recovery came first. */
  place(placement: Placement): Promise<WholeOrder>;
  /** True: this call ended the intent. False: it had ended before, or stands as an order. */
  reject(rejection: Rejection): Promise<boolean>;
  /** Keeps the order while it is paid: until when; undefined when it does not wait for a payment any more. */
  extend(extension: Extension): Promise<Date | undefined>;
}

export function openWriters(service: OrderService): Writers {
  return {
    insertIntent: batcher<NewIntent, Intent | null>({
      many: async (intents) => (await insertIntents(service.database.kysely, intents)).map(succeeded),
    }),
    place: batcher<Placement, WholeOrder>({ many: (placements) => placeMany(service, placements) }),
    reject: batcher<Rejection, boolean>({
      many: async (rejections) => (await rejectMany(service, rejections)).map(succeeded),
    }),
    extend: batcher<Extension, Date | undefined>({
      async many(extensions) {
        const last = new Map<number, Extension>();
        for (const one of extensions) {
          const other = last.get(one.id);
          if (!other || one.attemptEndsAt > other.attemptEndsAt) last.set(one.id, one);
        }
        const extended = await extendExpiries(service.database.kysely, [...last.values()]);
        return extensions.map(({ id }) => succeeded(extended.get(id)));
      },
    }),
  };
}

async function placeMany(service: OrderService, placements: Placement[]): Promise<Outcome<WholeOrder>[]> {
  const { UNPAID_ORDER_MINUTES, COMMISSION_PERCENT } = service.config;
  const commission = { percent: COMMISSION_PERCENT, rules: await service.commissions.current() };
  const placed = await service.database.tx(async (tx) => {
    const standing = await placeIntents(tx, placements, { unpaidMs: UNPAID_ORDER_MINUTES * 60_000, commission });
    const stood = standing.flatMap((whole, index) =>
      whole ? [{ whole, requestId: placements[index]!.requestId }] : [],
    );
    await service.outbox.emit(
      tx,
      stood.map(({ whole, requestId }) => eventOf(whole.order, orderPlaced(whole.order, whole.lines), requestId)),
    );
    await service.jobs.enqueue(
      tx,
      stood.map(({ whole, requestId }) => mailJob('placed', whole.order.id, null, requestId)),
    );
    for (const { whole, requestId } of stood) {
      // Nothing to pay: paid by being placed.
      if (whole.order.total_minor > 0) continue;
      const at = whole.order.created_at;
      whole.order = await completeOrder(service, tx, whole.order, whole.lines, {
        paymentId: null,
        patch: {},
        at,
        requestId,
      });
    }
    crashPoint('order.placing');
    return standing;
  });
  return Promise.all(
    placed.map((whole, index) => (whole ? succeeded(whole) : lateOutcome(service, placements[index]!))),
  );
}

/** No longer `placing`: placed by ourselves when an answer to COMMIT was lost, or rejected by recovery. */
async function lateOutcome(service: OrderService, { intent }: Placement): Promise<Outcome<WholeOrder>> {
  const whole = await readOrder(service.database, intent.id);
  return whole ? succeeded(whole) : refused(problem('order.rejected'));
}

async function rejectMany(service: OrderService, rejections: readonly Rejection[]): Promise<boolean[]> {
  const wanted = new Map(rejections.map((rejection) => [rejection.id, rejection]));
  const ended = await service.database.tx(async (tx) => {
    const rows = await rejectIntents(tx, [...wanted.keys()]);
    const at = new Date();
    await service.outbox.emit(
      tx,
      rows.map((row) => {
        const { reason, requestId } = wanted.get(row.id)!;
        return eventOf(row, orderRejected(row, reason, at), requestId);
      }),
    );
    return new Set(rows.map(({ id }) => id));
  });
  return rejections.map(({ id }) => ended.has(id));
}
