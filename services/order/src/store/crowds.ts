/** What many payments do to many orders, in one statement each. */
import type { Transaction } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { OrderRow } from '../domain/model.ts';
import type { OrderTables } from './tables.ts';

type Tx = Transaction<OrderTables>;

export interface Paid {
  id: number;
  paymentId: number;
  at: Date;
}

const COMPLETE = `
update orders o
set status = 'completed', payment_status = 'success', payment_id = w.payment_id, paid_at = w.at, payment_tried = true,
  expires_at = null, expiry_asked_at = null, version = o.version + 1, updated_at = w.at
from jsonb_to_recordset($1::jsonb) as w(id bigint, payment_id bigint, at timestamptz)
where o.id = w.id and o.id = any(array(select unnest($2::bigint[]))) and o.status = 'pending'
returning o.*`;

/** Those that were pending, as they are now. */
export async function completePending(tx: Tx, paid: readonly Paid[]): Promise<Map<number, OrderRow>> {
  const wanted = paid.map(({ id, paymentId, at }) => ({ id, payment_id: paymentId, at }));
  const rows = await run<OrderRow>(tx, COMPLETE, [JSON.stringify(wanted), paid.map(({ id }) => id)]);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface Started {
  orderId: number;
  paymentId: number;
  version: number;
  expiresAt: string;
}

// Only where nothing that the order shows changes: waiting for a payment it stays. Anything else is looked at singly.
const START = `
update orders o
set attempt_id = w.payment_id, attempt_version = w.version, payment_tried = true, version = o.version + 1,
  updated_at = now(),
  expires_at = case when o.expires_at > now() and o.expiry_asked_at is null
    then least(greatest(o.expires_at, w.expires_at + interval '2 minutes'), o.created_at + interval '2 hours')
    else o.expires_at end
from jsonb_to_recordset($1::jsonb) as w(order_id bigint, payment_id bigint, version bigint, expires_at timestamptz)
where o.id = w.order_id and o.id = any(array(select unnest($2::bigint[])))
  and o.status = 'pending' and o.payment_status = 'pending' and (o.attempt_id is null or o.attempt_id < w.payment_id)
returning o.id`;

/** The orders whose attempt was noted by this. */
export async function noteStarted(tx: Tx, started: readonly Started[]): Promise<Set<number>> {
  const wanted = started.map(({ orderId, paymentId, version, expiresAt }) => ({
    order_id: orderId,
    payment_id: paymentId,
    version,
    expires_at: expiresAt,
  }));
  const rows = await run<{ id: number }>(tx, START, [JSON.stringify(wanted), wanted.map(({ order_id }) => order_id)]);
  return new Set(rows.map(({ id }) => id));
}
