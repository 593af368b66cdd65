/** Many payments at once in the sandbox's books: set-based statements. */
import { chain } from '#platform/sql/changes/chain.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import type { FieldType, Text } from '#platform/sql/statement.ts';
import type { Status } from '../core/payment.ts';
import type { NewSandboxPayment, SandboxPayment } from './books.ts';
import type { Rows } from './host.ts';

const opened = {
  public_id: 'text',
  token: 'text',
  reference: 'text',
  description: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  method: 'text',
  return_url: 'text',
  expires_at: 'timestamp',
} as const satisfies Record<keyof NewSandboxPayment, FieldType>;

const all = {
  ...opened,
  id: 'bigint',
  status: 'text',
  failure_reason: 'text',
  capture_id: 'text',
  captured_at: 'timestamp',
  refunded_minor: 'bigint',
  created_at: 'timestamp',
} as const satisfies Record<keyof SandboxPayment, FieldType>;

const INSERT = insertRows<SandboxPayment>({
  table: 'sandbox_payment',
  fields: opened,
  values: { status: "'open'" },
  duplicate: 'skip',
  returning: all,
});

/** Those whose reference is new. */
export const insertPayments = (rows: Rows, payments: readonly NewSandboxPayment[]): Promise<SandboxPayment[]> =>
  INSERT(rows, payments);

export interface Capture {
  id: number;
  from: Status;
  capture_id: string;
  /** Null: as it was opened with. */
  method: string | null;
  at: Date;
}

const CAPTURE = updateRows<SandboxPayment>({
  table: 'sandbox_payment',
  fields: { id: 'bigint', from: 'text', capture_id: 'text', method: 'text', at: 'timestamp' },
  match: { id: 'id' },
  where: 't.status = r."from" and (t.status <> \'open\' or t.expires_at > r.at)',
  set: {
    status: "'paid'",
    capture_id: 'r.capture_id',
    captured_at: 'r.at',
    method: "coalesce(r.method, t.method, 'card')",
  },
  returning: all,
});

/** Those that were still to be paid; at most one capture for each payment. */
export const capturePayments = (rows: Rows, captures: readonly Capture[]): Promise<SandboxPayment[]> =>
  CAPTURE(rows, captures);

export interface NewDelivery {
  event_id: string;
  payment_id: number;
  body: string;
}

const INSERT_DELIVERIES = chain({
  delivery: insertRows<{ id: number; event_id: string; body: string }>({
    table: 'sandbox_delivery',
    fields: { event_id: 'text', payment_id: 'bigint', body: 'text' },
    returning: { id: 'bigint', event_id: 'text', body: 'text' },
  }),
  net: insertRows({
    table: 'job',
    fields: { event_id: 'text', id: 'bigint' },
    aside: ['event_id', 'id'],
    values: {
      kind: "'sandbox.deliver'",
      key: 'r.event_id',
      data: (sql) => sql.jsonObject({ id: 'r.id' }),
      run_at: "now() + interval '5 seconds'",
      request_id: "''",
    },
    after: { part: 'delivery', on: { event_id: 'event_id' }, take: { id: 'id' } },
  }),
});

/** Each with a job that sends it should this process die before it has; the process itself sends at once. */
export async function insertDeliveries(
  rows: Rows,
  deliveries: readonly NewDelivery[],
): Promise<Array<{ id: number; event_id: string; body: string }>> {
  const net = deliveries.map(({ event_id }) => ({ event_id }));
  return (await INSERT_DELIVERIES(rows, { delivery: deliveries, net })).delivery;
}

const TAKEN = chain({
  job: updateRows({
    table: 'job',
    fields: { key: 'text' },
    match: { key: 'key' },
    where: "t.kind = 'sandbox.deliver'",
    set: { status: "'done'" },
    listed: 'key',
  }),
  delivery: updateRows({
    table: 'sandbox_delivery',
    fields: { id: 'bigint' },
    match: { id: 'id' },
    set: { attempts: 't.attempts + 1', answer: '200', delivered_at: 'now()' },
    listed: 'id',
  }),
});

export const noteTaken = (rows: Rows, ids: readonly number[], eventIds: readonly string[]) =>
  TAKEN(rows, { job: eventIds.map((key) => ({ key })), delivery: ids.map((id) => ({ id })) });

const BY_TOKEN = 'select * from sandbox_payment where token = $1';
const BY_PUBLIC_ID = 'select * from sandbox_payment where public_id = $1';

type Read = <T>(text: Text, values: readonly unknown[]) => Promise<T[]>;

export const readByToken = async (read: Read, token: string): Promise<SandboxPayment | undefined> =>
  (await read<SandboxPayment>(BY_TOKEN, [token]))[0];

export const readByPublicId = async (read: Read, id: string): Promise<SandboxPayment | undefined> =>
  (await read<SandboxPayment>(BY_PUBLIC_ID, [id]))[0];
