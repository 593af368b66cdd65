/**
 * Pages of orders, newest first. The page's ids are chosen by the narrowest index there is (one's own, one's products,
 * all), then read whole, in one statement.
 */
import { type SqlBool, sql } from 'kysely';
import type { Database } from '#platform/sql/database.ts';
import { wordsFor } from '#platform/sql/statement.ts';
import type { WholeOrder } from '../domain/model.ts';
import { type ListedOrder, toWhole, whole } from './read-orders.ts';
import type { OrderTables } from './tables.ts';

export interface OrderFilter {
  /** Whose purchases; undefined: not narrowed. */
  buyerId?: number;
  /** Orders that hold products of this seller. */
  sellerId?: number;
  status?: string;
  paymentStatus?: string;
  fulfilmentStatus?: string;
  q?: string;
  userId?: number;
  from?: Date;
  until?: Date;
}

export interface PageWish {
  limit: number;
  /** Ids below this one. */
  before?: number;
  offset: number;
  /** Count them all too. */
  counted: boolean;
}

export interface OrdersFound {
  orders: WholeOrder[];
  total: number | undefined;
}

/** One more than `limit` is read, so that the caller knows whether there is a next page. */
export async function listOrders(
  database: Database<OrderTables>,
  filter: OrderFilter,
  page: PageWish,
): Promise<OrdersFound> {
  const chosen = chosenIds(database, filter, page.before)
    .orderBy('o.id', 'desc')
    .limit(page.limit + 1)
    .offset(page.offset);
  const { rows } = await sql<ListedOrder>`
    with chosen as (${chosen})
    select ${sql.raw(whole(wordsFor(database.dialect)))} from orders o join chosen on chosen.id = o.id order by o.id desc`.execute(
    database.kysely,
  );
  const total = page.counted ? await countOrders(database, filter) : undefined;
  return { orders: rows.map(toWhole), total };
}

async function countOrders(database: Database<OrderTables>, filter: OrderFilter): Promise<number> {
  const row = await database.kysely
    .with('chosen', () => chosenIds(database, filter, undefined))
    .selectFrom('chosen')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirst();
  return Number(row?.total ?? 0);
}

function chosenIds({ kysely }: Database<OrderTables>, filter: OrderFilter, before: number | undefined) {
  const { buyerId, sellerId } = filter;
  let query = kysely.selectFrom('orders as o').select('o.id').where('o.status', 'not in', ['placing', 'rejected']);
  if (buyerId !== undefined && sellerId !== undefined) {
    query = query.where(boughtOrSold(buyerId, sellerId));
  } else if (buyerId !== undefined) query = query.where('o.user_id', '=', buyerId);
  else if (sellerId !== undefined) query = query.where(soldBy(sellerId));
  if (before !== undefined) query = query.where('o.id', '<', before);
  if (filter.userId !== undefined) query = query.where('o.user_id', '=', filter.userId);
  if (filter.status) query = query.where('o.status', '=', filter.status as 'pending');
  if (filter.paymentStatus) query = query.where('o.payment_status', '=', filter.paymentStatus as 'pending');
  if (filter.fulfilmentStatus) query = query.where('o.fulfilment_status', '=', filter.fulfilmentStatus as 'shipped');
  if (filter.from) query = query.where('o.created_at', '>=', filter.from);
  if (filter.until) query = query.where('o.created_at', '<', filter.until);
  if (filter.q) query = query.where(matches(filter.q));
  return query;
}

const soldBy = (sellerId: number) =>
  sql<SqlBool>`o.id in (select s.order_id from shipment s where s.seller_id = ${sellerId})`;

/**
 * As one set of ids: an OR of two conditions would walk through the orders of the whole shop, and so would MySQL with the
 * union itself as the list.
 */
const boughtOrSold = (buyerId: number, sellerId: number) => sql<SqlBool>`o.id in (select x.id from (
  select b.id from orders b where b.user_id = ${buyerId}
  union all select s.order_id from shipment s where s.seller_id = ${sellerId}) x)`;

/** Number, name or e-mail; what the shopper typed is text, not a pattern. */
function matches(q: string) {
  const pattern = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`(lower(o.number) like ${pattern} or lower(o.user_name) like ${pattern} or lower(o.user_email) like ${pattern})`;
}
