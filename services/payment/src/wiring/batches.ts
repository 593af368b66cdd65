/** The hot steps of a payment, each an array operation behind a batcher: many shoppers share one commit. */
import { batcher } from '#platform/sql/batcher.ts';
import type { PaymentBase } from '../base.ts';
import { storeEvents } from '../store/batches/webhooks.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { NewWebhookEvent } from '../store/webhook-events.ts';
import { type Kept, keepAttempts } from '../use-cases/keep-attempts.ts';
import { type Attempt, type AttemptWish, openAttempts } from '../use-cases/open-attempt.ts';
import { type Recording, recordReports } from '../use-cases/record-reports.ts';

export interface Batches {
  open(wish: AttemptWish): Promise<Attempt>;
  /** Undefined: the attempt ended while its gateway made it. */
  keep(kept: Kept): Promise<PaymentRow | undefined>;
  record(recording: Recording): Promise<PaymentRow>;
  /** The id of a new event; null when it was told before. */
  store(event: NewWebhookEvent): Promise<number | null>;
}

/** A report carries rows that are locked together; smaller batches keep those locks short. */
const RECORDS = 64;

export function paymentBatches(base: PaymentBase): Batches {
  const { database } = base;
  return {
    open: batcher({ many: (wishes) => database.tx((tx) => openAttempts(base, tx, wishes)) }),
    keep: batcher({ many: (kept) => database.tx((tx) => keepAttempts(base, tx, kept)) }),
    record: batcher({
      many: (recordings) => database.tx((tx) => recordReports(base, tx, recordings)),
      maxItems: RECORDS,
    }),
    store: batcher({
      async many(events) {
        const stored = await storeEvents(database.kysely, events);
        const ids = new Map(stored.map(({ id, gateway, dedupe_key }) => [`${gateway} ${dedupe_key}`, id]));
        return events.map(({ gateway, dedupe_key }) => {
          const key = `${gateway} ${dedupe_key}`;
          const value = ids.get(key) ?? null;
          // Of two that came together the first is new and the second is not.
          ids.delete(key);
          return { ok: true as const, value };
        });
      },
    }),
  };
}
