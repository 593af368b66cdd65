/** What many payments do to many orders, in one statement each. */
import type { Transaction } from 'kysely';
import { given } from '#platform/sql/changes/fields.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import type { OrderRow } from '../domain/model.ts';
import { orderFields } from './fields.ts';
import type { OrderTables } from './tables.ts';

type Tx = Transaction<OrderTables>;

export interface Paid {
  id: number;
  paymentId: number;
  at: Date;
}

const COMPLETE = updateRows<OrderRow>({
  table: 'orders',
  fields: { id: 'bigint', paymentId: 'bigint', at: 'timestamp' },
  match: { id: 'id' },
  listed: 'id',
  where: "t.status = 'pending'",
  set: {
    ...given('paymentId'),
    status: "'completed'",
    payment_status: "'success'",
    paid_at: 'r."at"',
    payment_tried: 'true',
    expires_at: 'null',
    expiry_asked_at: 'null',
    version: 't.version + 1',
    updated_at: 'r."at"',
  },
  returning: orderFields,
});

/** Those that were pending, as they are now. */
export async function completePending(tx: Tx, paid: readonly Paid[]): Promise<Map<number, OrderRow>> {
  const rows = await COMPLETE(tx, paid);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface Started {
  orderId: number;
  paymentId: number;
  version: number;
  expiresAt: string;
}

// Only where nothing that the order shows changes: waiting for a payment it stays. Anything else is looked at singly.
const START = updateRows<{ id: number }>({
  table: 'orders',
  fields: { orderId: 'bigint', paymentId: 'bigint', version: 'bigint', expiresAt: 'timestamp' },
  match: { id: 'orderId' },
  listed: 'id',
  where: `t.status = 'pending' and t.payment_status = 'pending'
    and (t.attempt_id is null or t.attempt_id < r."paymentId")`,
  set: {
    attempt_id: 'r."paymentId"',
    attempt_version: 'r."version"',
    payment_tried: 'true',
    version: 't.version + 1',
    updated_at: 'now()',
    expires_at: `case when t.expires_at > now() and t.expiry_asked_at is null
      then least(greatest(t.expires_at, r."expiresAt" + interval '2 minutes'), t.created_at + interval '2 hours')
      else t.expires_at end`,
  },
  returning: { id: 'bigint' },
});

/** The orders whose attempt was noted by this. */
export async function noteStarted(tx: Tx, started: readonly Started[]): Promise<Set<number>> {
  const rows = await START(tx, started);
  return new Set(rows.map(({ id }) => id));
}
