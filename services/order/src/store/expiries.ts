/** Unpaid orders past their time. */
import type { Transaction } from 'kysely';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
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
const EXTEND = updateRows<{ id: number; expires_at: Date }>({
  table: 'orders',
  fields: { id: 'bigint', attemptEndsAt: 'timestamp' },
  match: { id: 'id' },
  listed: 'id',
  lockBy: ['id'],
  where: "t.status = 'pending' and t.expires_at > now() and t.expiry_asked_at is null",
  set: {
    payment_tried: 'true',
    version: 't.version + 1',
    updated_at: 'now()',
    expires_at: `least(greatest(t.expires_at, r."attemptEndsAt" + interval '2 minutes'), t.created_at + interval '2 hours')`,
  },
  returning: { id: 'bigint', expires_at: 'timestamp' },
});

export interface Extension {
  id: number;
  attemptEndsAt: Date;
}

/** When each of them is past its time now; without those that no longer wait for a payment. Each order once. */
export async function extendExpiries(db: Executor<any>, extensions: readonly Extension[]): Promise<Map<number, Date>> {
  const rows = await EXTEND(db, extensions);
  return new Map(rows.map(({ id, expires_at }) => [id, expires_at]));
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
