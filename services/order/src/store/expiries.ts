/** Unpaid orders past their time. */
import type { Transaction } from 'kysely';
import { updateWhere } from '#platform/sql/changes/change-where.ts';
import { type Database, type Executor, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { OrderRow } from '../domain/model.ts';
import type { OrderTables } from './tables.ts';

// Asked again after five minutes: whoever had to answer may have been away. Order of ids, as with every lock here.
const DUE = `
select * from orders
where expires_at <= now() and status = 'pending'
  and (expiry_asked_at is null or expiry_asked_at < now() - interval '5 minutes')
order by id limit 100
for update skip locked`;

export const lockDue = (tx: Transaction<OrderTables>): Promise<OrderRow[]> => run<OrderRow>(tx, DUE, []);

const ASKED: Statement = (sql) => `update orders set expiry_asked_at = now() where id ${sql.in(1)}`;

// No new version: that it was asked is not a state of the order.
export async function markAsked(tx: Transaction<OrderTables>, ids: readonly number[]): Promise<void> {
  await run(tx, ASKED, [ids]);
}

// A payment keeps its order two minutes longer than itself and at most two hours from the start. Not once the order
// was found to be past its time: its payments are being closed then.
const EXTEND = updateWhere<{ expires_at: Date }>({
  table: 'orders',
  key: ['id'],
  where: "t.id = $1 and t.status = 'pending' and t.expires_at > now() and t.expiry_asked_at is null",
  set: {
    payment_tried: 'true',
    version: 't.version + 1',
    updated_at: 'now()',
    expires_at: (sql) => `least(greatest(t.expires_at, ${sql.value(2, 'timestamp')} + interval '2 minutes'),
      t.created_at + interval '2 hours')`,
  },
  returning: { expires_at: 'timestamp' },
});

export async function extendExpiry(db: Executor<any>, id: number, attemptEndsAt: Date): Promise<Date | undefined> {
  const [row] = await EXTEND(db, [id, attemptEndsAt]);
  return row?.expires_at;
}

const PAYABLE = `
select * from orders
where user_id = $1 and status = 'pending' and expires_at > now() and expiry_asked_at is null
order by id desc limit 1`;

/** The newest that waits for a payment; cash on delivery has no expiry and does not wait. */
export async function newestPayable(database: Database<any>, userId: number): Promise<OrderRow | undefined> {
  const [row] = await database.read<OrderRow>(PAYABLE, [userId]);
  return row;
}
