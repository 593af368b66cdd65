/**
 * Uses of discount codes, counted exactly: the rows of the codes are locked in id order, then it is decided who still
 * gets one, in order of arrival. A CHECK stands under the total.
 */
import { type Executor, run } from '#platform/sql/database.ts';

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

const LOCK = `
select id, version, used, usage_limit, per_user_limit from discount where id = any($1::bigint[]) order by id
for no key update`;

const BY_USERS = `
select discount_id, user_id, used from discount_user where discount_id = any($1::bigint[]) and user_id = any($2::bigint[])`;

const COUNT = `
with wanted as (
  select * from jsonb_to_recordset($1::jsonb) as w(order_id bigint, user_id bigint, discount_id bigint)
), kept as (
  insert into discount_use (order_id, discount_id, user_id) select order_id, discount_id, user_id from wanted
), by_user as (
  insert into discount_user (discount_id, user_id, used)
  select discount_id, user_id, count(*) from wanted where user_id is not null group by discount_id, user_id
  on conflict (discount_id, user_id) do update set used = discount_user.used + excluded.used
)
update discount d set used = d.used + w.uses
from (select discount_id, count(*) as uses from wanted group by discount_id) w where d.id = w.discount_id`;

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
  if (counted.length > 0) await run(executor, COUNT, [JSON.stringify(counted)]);
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

const TAKE = 'delete from discount_use where order_id = any($1::bigint[]) returning discount_id, user_id';

const GIVE_BACK = `
update discount d set used = d.used - b.uses
from (select discount_id, count(*) as uses from unnest($1::bigint[]) as b(discount_id) group by discount_id) b
where d.id = b.discount_id`;

const GIVE_BACK_BY_USER = `
update discount_user u set used = u.used - b.uses
from (
  select discount_id, user_id, count(*) as uses
  from unnest($1::bigint[], $2::bigint[]) as b(discount_id, user_id) group by discount_id, user_id
) b
where u.discount_id = b.discount_id and u.user_id = b.user_id`;

/** Gives back what orders used, once: of an order that was released before nothing is left to give. Run in a transaction. */
export async function giveBackUses(executor: Executor<any>, orderIds: readonly number[]): Promise<void> {
  const taken = await run<{ discount_id: number; user_id: number | null }>(executor, TAKE, [orderIds]);
  if (taken.length === 0) return;
  const discountIds = taken.map((row) => row.discount_id);
  await run(executor, LOCK, [[...new Set(discountIds)]]);
  await run(executor, GIVE_BACK, [discountIds]);
  await run(executor, GIVE_BACK_BY_USER, [discountIds, taken.map((row) => row.user_id)]);
}
