/**
 * Uses of discount codes, counted exactly: the rows of the codes are locked in id order, then it is decided who still
 * gets one, in order of arrival. A CHECK stands under the total.
 */
import { chain } from '#platform/sql/changes/chain.ts';
import { deleteRows } from '#platform/sql/changes/delete-rows.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { type Executor, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';

export interface WantedUses {
  orderId: number;
  userId: number | null;
  codes: readonly { discountId: number; version: number }[];
}

export type UseOutcome =
  | { kind: 'counted' }
  | { kind: 'used_up'; discountIds: number[] }
  /** A code was edited or deleted since the cart was priced. */
  | { kind: 'moved' };

interface LockedDiscount {
  id: number;
  version: number;
  used: number;
  usage_limit: number | null;
  per_user_limit: number | null;
}

const LOCK: Statement = (sql) => `
select id, version, used, usage_limit, per_user_limit from discount where id ${sql.in(1)} order by id
for no key update`;

const BY_USERS: Statement = (sql) => `
select discount_id, user_id, used from discount_user where discount_id ${sql.in(1)} and user_id ${sql.in(2)}`;

const useFields = { discount_id: 'bigint', uses: 'bigint' } as const;
const userFields = { discount_id: 'bigint', user_id: 'bigint', used: 'bigint' } as const;

const COUNT = chain({
  kept: insertRows({
    table: 'discount_use',
    fields: { order_id: 'bigint', discount_id: 'bigint', user_id: 'bigint' },
  }),
  by_user: insertRows({
    table: 'discount_user',
    fields: userFields,
    orderBy: 'r.discount_id, r.user_id',
    duplicate: { key: ['discount_id', 'user_id'], set: { used: 'old.used + new.used' } },
  }),
  total: updateRows({
    table: 'discount',
    fields: useFields,
    match: { id: 'discount_id' },
    set: { used: 't.used + r.uses' },
  }),
});

/** In the order of the wishes. Run in the transaction of the claims. */
export async function countUses(executor: Executor<any>, wishes: readonly WantedUses[]): Promise<UseOutcome[]> {
  const discountIds = [...new Set(wishes.flatMap((wish) => wish.codes.map((code) => code.discountId)))];
  if (discountIds.length === 0) return wishes.map(() => ({ kind: 'counted' }));
  const userIds = [...new Set(wishes.flatMap((wish) => wish.userId ?? []))];
  const locked = await run<LockedDiscount>(executor, LOCK, [discountIds]);
  const discounts = new Map(locked.map((row) => [row.id, row]));
  const users = await run<{ discount_id: number; user_id: number; used: number }>(executor, BY_USERS, [
    discountIds,
    userIds,
  ]);
  const byUser = new Map(users.map((row) => [`${row.discount_id}:${row.user_id}`, row.used]));

  const outcomes = wishes.map((wish) => decide(wish, discounts, byUser));
  const counted = wishes.flatMap(({ orderId, userId, codes }, index) =>
    outcomes[index]!.kind === 'counted'
      ? codes.map(({ discountId }) => ({ order_id: orderId, user_id: userId, discount_id: discountId }))
      : [],
  );
  await COUNT(executor, { kept: counted, by_user: sumsByUser(counted), total: sums(counted) });
  return outcomes;
}

/** Takes the uses from the counts at hand, so that the next wish sees them. */
function decide(
  { userId, codes }: WantedUses,
  discounts: Map<number, LockedDiscount>,
  byUser: Map<string, number>,
): UseOutcome {
  if (codes.some(({ discountId, version }) => discounts.get(discountId)?.version !== version)) return { kind: 'moved' };
  const usedUp = codes.filter(({ discountId }) => {
    const { used, usage_limit, per_user_limit } = discounts.get(discountId)!;
    const usedByUser = byUser.get(`${discountId}:${userId}`) ?? 0;
    return (usage_limit !== null && used >= usage_limit) || (per_user_limit !== null && usedByUser >= per_user_limit);
  });
  if (usedUp.length > 0) return { kind: 'used_up', discountIds: usedUp.map((code) => code.discountId) };
  for (const { discountId } of codes) {
    discounts.get(discountId)!.used += 1;
    if (userId !== null) {
      byUser.set(`${discountId}:${userId}`, (byUser.get(`${discountId}:${userId}`) ?? 0) + 1);
    }
  }
  return { kind: 'counted' };
}

interface Use {
  discount_id: number;
  user_id: number | null;
}

const sums = (uses: readonly Use[]) =>
  [...Map.groupBy(uses, (use) => use.discount_id)].map(([discount_id, own]) => ({ discount_id, uses: own.length }));

function sumsByUser(uses: readonly Use[]) {
  const byUser = Map.groupBy(
    uses.filter((use) => use.user_id !== null),
    (use) => `${use.discount_id}:${use.user_id}`,
  );
  return [...byUser.values()].map((own) => ({ ...own[0]!, used: own.length }));
}

const TAKE = deleteRows<Use>({
  table: 'discount_use',
  fields: { order_id: 'bigint' },
  match: { order_id: 'order_id' },
  listed: 'order_id',
  returning: { discount_id: 'bigint', user_id: 'bigint' },
});

const GIVE_BACK = chain({
  total: updateRows({
    table: 'discount',
    fields: useFields,
    match: { id: 'discount_id' },
    set: { used: 't.used - r.uses' },
  }),
  by_user: updateRows({
    table: 'discount_user',
    fields: userFields,
    match: { discount_id: 'discount_id', user_id: 'user_id' },
    set: { used: 't.used - r.used' },
  }),
});

/** Gives back what orders used, once: of an order that was released before nothing is left to give. Run in a transaction. */
export async function giveBackUses(executor: Executor<any>, orderIds: readonly number[]): Promise<void> {
  const taken = await TAKE(
    executor,
    orderIds.map((order_id) => ({ order_id })),
  );
  if (taken.length === 0) return;
  await run(executor, LOCK, [[...new Set(taken.map((row) => row.discount_id))]]);
  await GIVE_BACK(executor, { total: sums(taken), by_user: sumsByUser(taken) });
}
