/** The rows of the payment service. */
import type { Generated } from 'kysely';
import type { AddressReply } from '#contracts/common/address.ts';
import type { FindingKind, FindingState, PaymentStatus, RefundStatus } from '#contracts/payment/schemas.ts';
import type { Account, EntryKind, PostingKind } from '../domain/accounts.ts';
import type { DocumentContent, DocumentKind } from '../domain/documents.ts';
import type { PayableState } from '../domain/payable-states.ts';
import type { Sale, SalePart } from '../domain/sale.ts';
import type { PayoutTables } from './payout-tables.ts';

export interface PayableTable {
  order_id: number;
  order_number: string;
  user_id: number;
  email: string;
  name: string;
  amount_minor: number;
  currency: string;
  state: PayableState;
  open_payment_id: number | null;
  paid_payment_id: number | null;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface PaymentTable {
  id: Generated<number>;
  reference: string;
  order_id: number;
  user_id: number;
  gateway: string;
  method: string | null;
  status: PaymentStatus;
  amount_minor: number;
  currency: string;
  gateway_ref: string | null;
  pay_url: string | null;
  announced: Generated<boolean>;
  gateway_payment_ref: string | null;
  captured_minor: Generated<number>;
  captured_currency: Generated<string | null>;
  refunding_minor: Generated<number>;
  refunded_minor: Generated<number>;
  failure_reason: string | null;
  held_reason: string | null;
  expires_at: Date;
  paid_at: Date | null;
  next_poll_at: Date | null;
  polls: Generated<number>;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface WebhookEventTable {
  id: Generated<number>;
  gateway: string;
  dedupe_key: string;
  kind: 'payment' | 'refund' | 'dispute' | 'ignored';
  type: string;
  gateway_ref: string | null;
  payment_ref: string | null;
  reference: string | null;
  state: 'received' | 'processed' | 'failed';
  payment_id: number | null;
  body: string;
  headers: unknown;
  error: string | null;
  received_at: Generated<Date>;
  processed_at: Date | null;
}

export interface RefundTable {
  id: Generated<number>;
  payment_id: number;
  order_id: number;
  reference: string;
  cause: string;
  amount_minor: number;
  currency: string;
  reason: string | null;
  duplicate: boolean;
  return_id: number | null;
  requested_by: number | null;
  status: RefundStatus;
  gateway_ref: string | null;
  failure_reason: string | null;
  created_at: Generated<Date>;
  finished_at: Date | null;
}

export interface LedgerPostingTable {
  id: Generated<number>;
  cause: string;
  kind: PostingKind;
  order_id: number | null;
  payment_id: number | null;
  currency: string;
  at: Date;
  created_at: Generated<Date>;
}

export interface LedgerEntryTable {
  id: Generated<number>;
  posting_id: number;
  debit: Account;
  credit: Account;
  what: EntryKind;
  amount_minor: number;
  currency: string;
  seller_id: number | null;
  available_at: Date | null;
}

export interface PaymentFindingTable {
  id: Generated<number>;
  gateway: string;
  kind: FindingKind;
  dedupe_key: string;
  payment_id: number | null;
  order_id: number | null;
  gateway_ref: string | null;
  amount_minor: number | null;
  currency: string | null;
  summary: string;
  details: unknown;
  state: FindingState;
  note: string | null;
  resolved_by: number | null;
  found_at: Generated<Date>;
  resolved_at: Date | null;
}

export interface SellerTable {
  seller_id: number;
  version: number;
  shop_name: string;
  gstin: string | null;
  address: AddressReply | null;
}

export interface PersonTable {
  user_id: number;
  version: number;
  wants_mail: boolean;
}

export interface DocumentSeriesTable {
  issuer_id: number;
  kind: DocumentKind;
  year: string;
  next: number;
}

export interface DocumentTable {
  id: Generated<number>;
  kind: DocumentKind;
  number: string;
  issuer_id: number;
  cause: string;
  user_id: number;
  order_id: number;
  payment_id: number | null;
  corrects_id: number | null;
  currency: string;
  total_minor: number;
  issued_at: Date;
  content: DocumentContent;
  created_at: Generated<Date>;
}

export interface PaymentTables extends PayoutTables {
  seller: SellerTable;
  person: PersonTable;
  document_series: DocumentSeriesTable;
  document: DocumentTable;
  sale: Sale;
  sale_part: SalePart;
  ledger_posting: LedgerPostingTable;
  ledger_entry: LedgerEntryTable;
  payable: PayableTable;
  payment: PaymentTable;
  webhook_event: WebhookEventTable;
  refund: RefundTable;
  payment_finding: PaymentFindingTable;
}
