/** The rows of payouts. */
import type { Generated } from 'kysely';
import type { LeftOutReason } from '#contracts/payment/payouts.ts';
import type { SellerStatus } from '#contracts/user/schemas.ts';
import type { PayoutState } from '../domain/payout-state.ts';

export interface PayeeTable {
  seller_id: number;
  version: number;
  status: SellerStatus;
  account_kind: string | null;
  account_masked: string | null;
  account_sealed: string | null;
}

export interface LeftOutSeller {
  sellerId: number;
  shopName: string;
  reason: LeftOutReason;
  amountMinor: number;
}

export interface PayoutBatchTable {
  id: Generated<number>;
  currency: string;
  cut_off: Date;
  left_out: readonly LeftOutSeller[];
  created_by: number | null;
  created_at: Generated<Date>;
}

export interface PayoutTable {
  id: Generated<number>;
  batch_id: number;
  seller_id: number;
  shop_name: string;
  currency: string;
  amount_minor: number;
  status: PayoutState;
  account_kind: string;
  account_masked: string;
  account_sealed: string | null;
  bank_reference: string | null;
  reason: string | null;
  version: Generated<number>;
  created_at: Generated<Date>;
  sent_at: Date | null;
  ended_at: Date | null;
}

export interface PayoutEntryTable {
  entry_id: number;
  payout_id: number;
}

export interface PayoutTables {
  payee: PayeeTable;
  payout_batch: PayoutBatchTable;
  payout: PayoutTable;
  payout_entry: PayoutEntryTable;
}
