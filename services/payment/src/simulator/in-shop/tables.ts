/** The sandbox's own rows. */
import type { Generated } from 'kysely';
import type { Status } from '../core/payment.ts';

export interface SandboxPaymentTable {
  id: Generated<number>;
  public_id: string;
  token: string;
  reference: string;
  description: string;
  amount_minor: number;
  currency: string;
  status: Status;
  method: string | null;
  failure_reason: string | null;
  return_url: string;
  expires_at: Date;
  capture_id: string | null;
  captured_at: Date | null;
  refunded_minor: Generated<number>;
  created_at: Generated<Date>;
}

export interface SandboxRefundTable {
  id: Generated<number>;
  public_id: string;
  payment_id: number;
  idempotency_key: string;
  amount_minor: number;
  created_at: Generated<Date>;
}

export interface SandboxDeliveryTable {
  id: Generated<number>;
  event_id: string;
  payment_id: number;
  body: string;
  attempts: Generated<number>;
  answer: number | null;
  created_at: Generated<Date>;
  delivered_at: Date | null;
}

export interface SandboxTables {
  sandbox_payment: SandboxPaymentTable;
  sandbox_refund: SandboxRefundTable;
  sandbox_delivery: SandboxDeliveryTable;
}
