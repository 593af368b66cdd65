/** The intent: the order row before anything was taken for it, and its end when nothing comes of it. */
import type { Transaction } from 'kysely';
import type { Address } from '#contracts/common/address.ts';
import { updateWhere } from '#platform/sql/changes/change-where.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { type Executor, run } from '#platform/sql/database.ts';
import { SILENCE_S } from '../domain/listening.ts';
import type { AnyOrderStatus } from '../domain/model.ts';
import type { OrderTables } from './tables.ts';

export interface NewIntent {
  number: string;
  userId: number;
  userName: string;
  userEmail: string;
  idempotencyKey: string | null;
  fingerprint: string;
  instanceId: string;
  paymentMethod: string | null;
  shippingAddress: Address;
  billingAddress: Address | null;
  /** The buyer's tax number. */
  gstin: string | null;
  notes: string | null;
}

export interface Intent extends NewIntent {
  id: number;
  createdAt: Date;
}

// An order number or a key that is taken leaves its row out; which of the two it was is found out by reading.
const INSERT = insertRows<{ id: number; number: string; created_at: Date }>({
  table: 'orders',
  fields: {
    number: 'text',
    userId: 'bigint',
    userName: 'text',
    userEmail: 'text',
    idempotencyKey: 'text',
    fingerprint: 'text',
    instanceId: 'text',
    paymentMethod: 'text',
    shippingAddress: 'json',
    billingAddress: 'json',
    buyerGstin: 'text',
    notes: 'text',
  },
  duplicate: 'skip',
  returning: { id: 'bigint', number: 'text', created_at: 'timestamp' },
});

/** Null for an intent whose key or number is taken. */
export async function insertIntents(db: Executor<OrderTables>, intents: NewIntent[]): Promise<(Intent | null)[]> {
  const rows = intents.map(({ gstin, ...intent }) => ({ ...intent, buyerGstin: gstin }));
  const inserted = await INSERT(db, rows);
  const byNumber = new Map(inserted.map((row) => [row.number, row]));
  return intents.map((intent) => {
    const row = byNumber.get(intent.number);
    return row ? { ...intent, id: row.id, createdAt: row.created_at } : null;
  });
}

export interface KeyHolder {
  id: number;
  number: string;
  status: AnyOrderStatus;
  fingerprint: string;
  instance_id: string;
  created_at: Date;
  /** The process that places it has shown itself within the last seconds. */
  alive: boolean;
  /** It has signed off, or was found dead. */
  gone: boolean;
}

const SILENCE = `interval '${SILENCE_S} seconds'`;

const HOLDER = `
select o.id, o.number, o.status, o.fingerprint, o.instance_id, o.created_at,
  coalesce(i.beat_at > now() - ${SILENCE}, false) as alive, i.id is null as gone
from orders o left join instance i on i.id = o.instance_id`;
const BY_KEY = `${HOLDER} where o.user_id = $1 and o.idempotency_key = $2`;
const OURS = `${HOLDER} where o.number = $1 and o.instance_id = $2 and o.status = 'placing'`;

/** The order of this user that has the intent's key; or else the intent itself, stored by a call whose answer was lost. */
export async function holderOf(db: Executor<OrderTables>, intent: NewIntent): Promise<KeyHolder | undefined> {
  const { userId, idempotencyKey, number, instanceId } = intent;
  const [byKey] = idempotencyKey === null ? [] : await run<KeyHolder>(db, BY_KEY, [userId, idempotencyKey]);
  const [holder] = byKey ? [byKey] : await run<KeyHolder>(db, OURS, [number, instanceId]);
  return holder && { ...holder, alive: Boolean(holder.alive), gone: Boolean(holder.gone) };
}

export interface Orphan {
  id: number;
  number: string;
  instance_id: string;
  gone: boolean;
}

const ORPHANS = `
select o.id, o.number, o.instance_id, i.id is null as gone
from orders o left join instance i on i.id = o.instance_id
where o.status = 'placing' and (i.id is null or i.beat_at <= now() - ${SILENCE} or o.instance_id = $1)
order by o.id limit 500`;

/** Intents of processes that are gone or silent, and all of `self`, which knows by itself those that it works on. */
export async function findOrphans(db: Executor<OrderTables>, self: string): Promise<Orphan[]> {
  const rows = await run<Orphan>(db, ORPHANS, [self]);
  return rows.map((row) => ({ ...row, gone: Boolean(row.gone) }));
}

// The key is freed with the intent: only what stands is replayed.
const REJECT = updateWhere<RejectedRow>({
  table: 'orders',
  key: ['id'],
  byKey: true,
  where: (sql) => `t.id ${sql.in(1)} and t.status = 'placing'`,
  set: { status: "'rejected'", idempotency_key: 'null', version: 't.version + 1', updated_at: 'now()' },
  returning: { id: 'bigint', user_id: 'bigint', version: 'bigint' },
});

// Long after whoever held something for them has let go.
const FORGET = `delete from orders where status = 'rejected' and updated_at < now() - interval '7 days'`;

export async function forgetRejected(db: Executor<OrderTables>): Promise<void> {
  await run(db, FORGET, []);
}

export interface RejectedRow {
  id: number;
  user_id: number;
  version: number;
}

/** Those of the given orders that were still being placed. */
export const rejectIntents = (tx: Transaction<OrderTables>, ids: number[]): Promise<RejectedRow[]> => REJECT(tx, [ids]);
