/** Payouts and batches as the contract shows them. */
import { formatMoney } from '#contracts/common/money.ts';
import type { Payout, PayoutBatch } from '#contracts/payment/payouts.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Rows } from '../base.ts';
import { payoutStates } from '../domain/payout-state.ts';
import { type BatchSum, batchById, sumsOfBatches } from '../store/payout-lists.ts';
import type { PayoutBatchRow, PayoutRow } from '../store/payouts.ts';

export const payoutView = (row: PayoutRow): Payout => ({
  id: row.id,
  batchId: row.batch_id,
  sellerId: row.seller_id,
  shopName: row.shop_name,
  amount: formatMoney(row.amount_minor, row.currency),
  currency: row.currency,
  status: row.status,
  account: { kind: row.account_kind, account: row.account_masked },
  bankReference: row.bank_reference,
  reason: row.reason,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
});

export async function readBatch(rows: Rows, id: number): Promise<PayoutBatch> {
  const batch = await batchById(rows, id);
  if (!batch) throw problem('payout.not_found');
  return batchView(batch, await sumsOfBatches(rows, [id]));
}

export function batchView(batch: PayoutBatchRow, sums: readonly BatchSum[]): PayoutBatch {
  const { currency } = batch;
  const ofBatch = sums.filter(({ batch_id }) => batch_id === batch.id);
  const total = (column: 'payouts' | 'amount') => ofBatch.reduce((sum, row) => sum + Number(row[column]), 0);
  return {
    id: batch.id,
    currency,
    until: batch.cut_off.toISOString(),
    payouts: total('payouts'),
    amount: formatMoney(total('amount'), currency),
    byStatus: payoutStates.flatMap((status) =>
      ofBatch
        .filter((row) => row.status === status)
        .map(({ payouts, amount }) => ({
          status,
          payouts: Number(payouts),
          amount: formatMoney(Number(amount), currency),
        })),
    ),
    leftOut: batch.left_out.map(({ amountMinor, ...seller }) => ({
      ...seller,
      amount: formatMoney(amountMinor, currency),
    })),
    createdBy: batch.created_by,
    createdAt: batch.created_at.toISOString(),
  };
}
