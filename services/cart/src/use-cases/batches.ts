/** The hot reads and writes as array operations: what many requests want at once is one statement or one transaction. */

import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import { batcher, type Outcome, refused, succeeded } from '#platform/sql/batcher.ts';
import { afterCommit, type Executor } from '#platform/sql/database.ts';
import { isAnswered } from '#platform/sql/outcome.ts';
import type { CartBase, CartService, ClaimOutcome, ClaimToMake } from '../base.ts';
import type { Owner } from '../domain/cart.ts';
import { type CartChange, type ChangedCart, changeCarts } from '../store/change-carts.ts';
import {
  type EndedClaims,
  finishClaims,
  insertClaims,
  readClaims,
  releaseClaims,
  takeBackClaims,
} from '../store/claims.ts';
import type { KeptCarts } from '../store/kept-carts.ts';
import { readCarts } from '../store/read-carts.ts';
import { countUses, giveBackUses } from '../store/uses.ts';

type Batches = Pick<CartService, 'readOne' | 'readClaim' | 'changeOne' | 'claimOne' | 'finishOne' | 'releaseOne'>;

export function openBatches({ database }: CartBase, kept: KeptCarts): Batches {
  return {
    readOne: reader((owners: Owner[]) => readCarts(database, owners)),
    readClaim: reader((orderIds: number[]) => readClaims(database, orderIds)),
    changeOne: batcher<CartChange, ChangedCart | null>({
      async many(changes) {
        try {
          return (await changeCarts(database.kysely, changes)).map(succeeded);
        } catch (error) {
          // Without an answer of the server it may have been done; to do it again could add twice.
          if (isAnswered(error)) throw error;
          return changes.map(() => refused(problem('service.unavailable', { cause: error })));
        }
      },
    }),
    claimOne: batcher<ClaimToMake, ClaimOutcome>({ many: (claims) => claimMany(database, claims) }),
    finishOne: batcher<number, boolean>({
      many: (orderIds) => answeringOnce(orderIds, finishAtOnce(database, kept, orderIds)),
    }),
    releaseOne: batcher<number, boolean>({
      many: (orderIds) =>
        answeringOnce(
          orderIds,
          database.tx((tx) => releaseMany(tx, kept, orderIds)),
        ),
    }),
  };
}

/** A read that fails fails for all of its batch: to ask one by one would only wait for the same database again. */
const reader = <I, O>(read: (items: I[]) => Promise<O[]>): ((item: I) => Promise<O>) =>
  batcher<I, O>({
    many: (items) =>
      read(items).then(
        (found) => found.map(succeeded),
        (error: unknown) => items.map(() => refused(error)),
      ),
  });

export type Tx = Parameters<Parameters<CartBase['database']['tx']>[0]>[0];

export async function finishMany(
  executor: Executor<any>,
  kept: KeptCarts,
  orderIds: readonly number[],
): Promise<EndedClaims> {
  const finished = await finishClaims(executor, orderIds);
  forgetAfter(executor, kept, finished);
  return finished;
}

/** The same without a transaction around it, which would cost another round trip. */
async function finishAtOnce(
  { kysely }: CartBase['database'],
  kept: KeptCarts,
  orderIds: readonly number[],
): Promise<EndedClaims> {
  const finished = await finishMany(kysely, kept, orderIds);
  // It may have been us, and the answer was lost on the way: nobody knows whose cart it is.
  if (orderIds.some((id) => !finished.has(id))) kept.dropAll();
  return finished;
}

/** Frees the carts, and gives back the coupon uses of those that were claimed until now. */
export async function releaseMany(tx: Tx, kept: KeptCarts, orderIds: readonly number[]): Promise<EndedClaims> {
  const released = await releaseClaims(tx, [...new Set(orderIds)]);
  await giveBackUses(tx, [...released.keys()]);
  forgetAfter(tx, kept, released);
  return released;
}

const forgetAfter = (executor: Executor<any>, kept: KeptCarts, ended: EndedClaims): void =>
  afterCommit(executor, () => {
    for (const owner of ended.values()) kept.drop(owner);
  });

/** Of two equal calls in one batch only the first did it. */
async function answeringOnce(orderIds: number[], work: Promise<EndedClaims>): Promise<Array<Outcome<boolean>>> {
  const done = await work;
  crashPoint('cart.settled');
  return orderIds.map((orderId) => succeeded(done.delete(orderId)));
}

async function claimMany(database: CartBase['database'], claims: ClaimToMake[]): Promise<Array<Outcome<ClaimOutcome>>> {
  const outcomes = claims.some((claim) => claim.codes.length > 0)
    ? await database.tx((tx) => claimCounting(tx, claims))
    : (await insertClaims(database.kysely, claims)).map(toOutcome);
  return outcomes.map(succeeded);
}

const toOutcome = (claimed: boolean): ClaimOutcome => ({ kind: claimed ? 'claimed' : 'moved' });

/** Carts first, then codes. A cart whose code is spent is set free again, and keeps the code with its refusal. */
async function claimCounting(tx: Tx, claims: readonly ClaimToMake[]): Promise<ClaimOutcome[]> {
  const outcomes = (await insertClaims(tx, claims)).map(toOutcome);
  const held = claims.flatMap((claim, index) => (outcomes[index]!.kind === 'claimed' ? [{ claim, index }] : []));
  const uses = await countUses(
    tx,
    held.map(({ claim }) => claim),
  );
  const undone = held.flatMap(({ claim, index }, at) => {
    const use = uses[at]!;
    if (use.kind === 'counted') return [];
    outcomes[index] = use;
    return [{ claim, use }];
  });
  if (undone.length === 0) return outcomes;
  await takeBackClaims(
    tx,
    undone.map(({ claim }) => claim.orderId),
  );
  const refusals = undone.flatMap(({ claim, use }) =>
    use.kind === 'used_up' ? [toRefusal(claim, use.discountIds)] : [],
  );
  if (refusals.length > 0) await changeCarts(tx, refusals);
  return outcomes;
}

const toRefusal = (claim: ClaimToMake, discountIds: readonly number[]): CartChange => ({
  owner: claim.owner,
  cartId: claim.cartId,
  version: claim.version,
  refuseCodes: discountIds.map((discountId) => ({ discountId, refused: 'used_up' })),
});
