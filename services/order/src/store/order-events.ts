/** The states of orders in time, as the live stream tells them. */
import type { Database } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { EventRow } from '../domain/model.ts';

const SINCE: Statement = (sql) => `
select e.id, e.order_id, e.status, e.fulfilment_status, e.at
from ${sql.rows(1, 'w', { orderId: 'bigint', after: 'bigint' })}
join order_event e on e.order_id = w."orderId" and e.id > w."after"
order by e.id limit 1000`;

const NEWEST = `
select e.id, e.order_id, e.status, e.fulfilment_status, e.at
from order_event e where e.order_id = $1 order by e.id desc limit 1`;

export type StatusNews = Omit<EventRow, 'payment_status'>;

/** What happened to each of these orders after the event that is known of it, oldest first. */
export const eventsSince = (
  database: Database<any>,
  known: readonly { orderId: number; after: number }[],
): Promise<StatusNews[]> => database.read<StatusNews>(SINCE, [known]);

export async function newestEvent(database: Database<any>, orderId: number): Promise<StatusNews | undefined> {
  const [row] = await database.read<StatusNews>(NEWEST, [orderId]);
  return row;
}
