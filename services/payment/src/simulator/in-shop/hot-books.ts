/** Many payments at once in the sandbox's books: set-based statements, PostgreSQL's own. */
import { run } from '#platform/sql/database.ts';
import type { Status } from '../core/payment.ts';
import type { NewSandboxPayment, SandboxPayment } from './books.ts';
import type { Rows } from './host.ts';

const INSERT = `
insert into sandbox_payment (public_id, token, reference, description, amount_minor, currency, status, method,
  return_url, expires_at)
select public_id, token, reference, description, amount_minor, currency, 'open', method, return_url, expires_at
from jsonb_to_recordset($1::jsonb) as x(public_id text, token text, reference text, description text,
  amount_minor bigint, currency text, method text, return_url text, expires_at timestamptz)
on conflict (reference) do nothing
returning *`;

/** Those whose reference is new. */
export const insertPayments = (rows: Rows, payments: readonly NewSandboxPayment[]): Promise<SandboxPayment[]> =>
  run<SandboxPayment>(rows, INSERT, [JSON.stringify(payments)]);

export interface Capture {
  id: number;
  from: Status;
  capture_id: string;
  /** Null: as it was opened with. */
  method: string | null;
  at: Date;
}

const CAPTURE = `
update sandbox_payment set status = 'paid', capture_id = x.capture_id, captured_at = x.at,
  method = coalesce(x.method, sandbox_payment.method, 'card')
from jsonb_to_recordset($1::jsonb) as x(id bigint, "from" text, capture_id text, method text, at timestamptz)
where sandbox_payment.id = x.id and sandbox_payment.status = x."from"
  and (sandbox_payment.status <> 'open' or sandbox_payment.expires_at > x.at)
returning sandbox_payment.*`;

/** Those that were still to be paid; at most one capture for each payment. */
export const capturePayments = (rows: Rows, captures: readonly Capture[]): Promise<SandboxPayment[]> =>
  run<SandboxPayment>(rows, CAPTURE, [JSON.stringify(captures)]);

export interface NewDelivery {
  event_id: string;
  payment_id: number;
  body: string;
}

const INSERT_DELIVERIES = `
with delivery as (
  insert into sandbox_delivery (event_id, payment_id, body)
  select event_id, payment_id, body from jsonb_to_recordset($1::jsonb) as x(event_id text, payment_id bigint, body text)
  returning id, event_id, body
), net as (
  insert into job (kind, key, data, run_at, request_id)
  select 'sandbox.deliver', event_id, jsonb_build_object('id', id), now() + interval '5 seconds', '' from delivery
)
select id, event_id, body from delivery`;

/** Each with a job that sends it should this process die before it has; the process itself sends at once. */
export const insertDeliveries = (
  rows: Rows,
  deliveries: readonly NewDelivery[],
): Promise<Array<{ id: number; event_id: string; body: string }>> =>
  run(rows, INSERT_DELIVERIES, [JSON.stringify(deliveries)]);

const TAKEN = `
with job_done as (
  update job set status = 'done' where kind = 'sandbox.deliver' and key = any($2::text[])
)
update sandbox_delivery set attempts = attempts + 1, answer = 200, delivered_at = now() where id = any($1::bigint[])`;

export const noteTaken = (rows: Rows, ids: readonly number[], eventIds: readonly string[]) =>
  run(rows, TAKEN, [ids, eventIds]);

const BY_TOKEN = 'select * from sandbox_payment where token = $1';
const BY_PUBLIC_ID = 'select * from sandbox_payment where public_id = $1';

type Read = <T>(text: string, values: readonly unknown[]) => Promise<T[]>;

export const readByToken = async (read: Read, token: string): Promise<SandboxPayment | undefined> =>
  (await read<SandboxPayment>(BY_TOKEN, [token]))[0];

export const readByPublicId = async (read: Read, id: string): Promise<SandboxPayment | undefined> =>
  (await read<SandboxPayment>(BY_PUBLIC_ID, [id]))[0];
