/** Transactions: repeated on deadlock, with effects that wait for the commit, and honest when its answer is lost. */
import type { Kysely, Transaction } from 'kysely';
import type { Executor } from './database.ts';
import { LIMITS } from './limits.ts';
import { gaveWay, isAnswered, OutcomeUnknown } from './outcome.ts';
import { isOutdated } from './postgres/prepared.ts';

const committed = new WeakMap<object, Array<() => void>>();

/**
 * Runs `effect` once the transaction has committed, never when it rolls back: wake-ups and cache invalidation. When the
 * answer to COMMIT is lost it runs too, and again later, so it must bear being run for nothing. Outside a transaction
 * each statement has committed once it is answered: asked for after it, the effect runs at once.
 */
export function afterCommit(tx: Executor<any>, effect: () => void): void {
  if (!tx.isTransaction) {
    effect();
    return;
  }
  const effects = committed.get(tx);
  if (effects) effects.push(effect);
  else committed.set(tx, [effect]);
}

/** A COMMIT that was on its way when the connection was lost may still take place, at the latest at its time-out. */
const LATE_COMMIT_MS = [500, LIMITS.statementMs + 1_000];

async function inTransaction<S, T>(kysely: Kysely<S>, work: (tx: Transaction<S>) => Promise<T>): Promise<T> {
  let failure: { error: unknown } | undefined;
  let effects: Array<() => void> | undefined;
  try {
    const result = await kysely.transaction().execute(async (tx) => {
      const value = await work(tx).catch((error: unknown) => {
        failure = { error };
        throw error;
      });
      effects = committed.get(tx) ?? [];
      return value;
    });
    runAll(effects!);
    return result;
  } catch (error) {
    // On a lost connection the ROLLBACK fails as well, and would hide why.
    if (failure) throw failure.error;
    if (effects === undefined || isAnswered(error)) throw error;
    runAll(effects);
    for (const delayMs of LATE_COMMIT_MS) setTimeout(runAll, delayMs, effects).unref();
    throw new OutcomeUnknown(error);
  }
}

function runAll(effects: ReadonlyArray<() => void>): void {
  for (const effect of effects) effect();
}

const MAX_ATTEMPTS = 5;

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= MAX_ATTEMPTS || !(gaveWay(error) || isOutdated(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tries));
    }
  }
}

/** Repeated up to 5 times when the server breaks a deadlock, or when a table was given another column meanwhile. */
export const transaction = <S, T>(kysely: Kysely<S>, work: (tx: Transaction<S>) => Promise<T>): Promise<T> =>
  repeated(() => inTransaction(kysely, work));

/** Several statements where one does on the other dialect: in the transaction at hand, or in one of their own. */
export function atomically<S, T>(executor: Executor<S>, work: (tx: Executor<S>) => Promise<T>): Promise<T> {
  return executor.isTransaction ? work(executor) : transaction(executor as Kysely<S>, work);
}
