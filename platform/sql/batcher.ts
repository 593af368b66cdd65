/**
 * Turns many concurrent calls of one kind into few transactions. One batch is in flight at a time; what arrives
 * meanwhile forms the next. The cost of a commit is then shared, and a hot row is locked once a batch.
 *
 * Rules that make it safe:
 * - Each caller gets its own result or its own error.
 * - When a batch throws, its items run again one by one, so one bad item never fails its neighbours; a batch of one runs
 *   again when its connection was lost, or when it collided with what others did. The work must therefore be idempotent
 *   per item: a connection that is lost at COMMIT leaves the outcome unknown.
 * - Items keep their order of arrival.
 * - Nobody waits for ever: what is left of a batch when its second run has taken ten seconds is told to come again, for
 *   the fault may be a neighbour's, and those behind it get their turn. Statements end by the time-outs of the database.
 */
import { problem } from '../errors/problem.ts';
import { collided, lostOnTheWay } from './outcome.ts';

export type Outcome<O> = { ok: true; value: O } | { ok: false; error: unknown };

export const succeeded = <O>(value: O): Outcome<O> => ({ ok: true, value });
export const refused = (error: unknown): Outcome<never> => ({ ok: false, error });

export interface BatcherOptions<I, O> {
  /** Runs the items in one transaction; results in the same order. */
  many: (items: I[]) => Promise<Array<Outcome<O>>>;
  /** Default 128: more makes the last caller wait without lowering the cost of one. */
  maxItems?: number;
  /** For the second run, one by one; default 10 s. */
  patienceMs?: number;
}

const PATIENCE_MS = 10_000;

interface Waiting<I, O> {
  item: I;
  resolve: (value: O) => void;
  reject: (error: unknown) => void;
}

export function batcher<I, O>(options: BatcherOptions<I, O>): (item: I) => Promise<O> {
  const { many, maxItems = 128, patienceMs = PATIENCE_MS } = options;
  const queue: Array<Waiting<I, O>> = [];
  let busy = false;

  async function runAlone(waiting: Waiting<I, O>): Promise<void> {
    try {
      settle(waiting, (await many([waiting.item]))[0]);
    } catch (error) {
      waiting.reject(error);
    }
  }

  async function run(batch: Array<Waiting<I, O>>): Promise<void> {
    let outcomes: Array<Outcome<O>>;
    try {
      outcomes = await many(batch.map((waiting) => waiting.item));
    } catch (error) {
      if (batch.length === 1 && !lostOnTheWay(error) && !collided(error)) return batch[0]!.reject(error);
      // Which item was at fault is unknown: each one answers for itself.
      const untilMs = performance.now() + patienceMs;
      for (const waiting of batch) {
        if (performance.now() < untilMs) await runAlone(waiting);
        else waiting.reject(problem('service.unavailable', { cause: error }));
      }
      return;
    }
    batch.forEach((waiting, index) => {
      settle(waiting, outcomes[index]);
    });
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await run(queue.splice(0, maxItems));
    }
    busy = false;
  }

  return (item) =>
    new Promise<O>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (busy) return;
      busy = true;
      // Not at once: requests parsed in the same turn of the event loop belong into the same batch.
      setImmediate(() => void drain());
    });
}

function settle<I, O>(waiting: Waiting<I, O>, outcome: Outcome<O> | undefined): void {
  if (outcome === undefined) waiting.reject(new Error('A batch returned fewer results than it was given items.'));
  else if (outcome.ok) waiting.resolve(outcome.value);
  else waiting.reject(outcome.error);
}
