/** Payouts and batches to look at. */
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows } from '../base.ts';
import type { PayoutState } from '../domain/payout-state.ts';
import type { PayoutBatchRow, PayoutRow } from './payouts.ts';

export interface PayoutFilter {
  /** Null: of all sellers. */
  sellerId: number | null;
  status?: PayoutState | undefined;
  batchId?: number | undefined;
}

export interface Place {
  before: number | undefined;
  offset: number;
  limit: number;
}

/** Newest first. */
export function listPayouts(rows: Rows, filter: PayoutFilter, place: Place): Promise<PayoutRow[]> {
  let query = rows.selectFrom('payout').selectAll().orderBy('id', 'desc').limit(place.limit).offset(place.offset);
  if (filter.sellerId !== null) query = query.where('seller_id', '=', filter.sellerId);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.batchId !== undefined) query = query.where('batch_id', '=', filter.batchId);
  if (place.before !== undefined) query = query.where('id', '<', place.before);
  return query.execute();
}

/** Null seller: whoever's it is. */
export function payoutOf(rows: Rows, id: number, sellerId: number | null): Promise<PayoutRow | undefined> {
  let query = rows.selectFrom('payout').selectAll().where('id', '=', id);
  if (sellerId !== null) query = query.where('seller_id', '=', sellerId);
  return query.executeTakeFirst();
}

/** What of a batch the bank has to pay or is paying, in the order of their ids. */
export const payoutsToPay = (rows: Rows, batchId: number): Promise<PayoutRow[]> =>
  rows
    .selectFrom('payout')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('status', 'in', ['created', 'sent'])
    .orderBy('id')
    .execute();

export function payoutEntries(rows: Rows, payoutId: number, place: Place) {
  let query = rows
    .selectFrom('payout_entry')
    .innerJoin('ledger_entry', 'ledger_entry.id', 'payout_entry.entry_id')
    .innerJoin('ledger_posting', 'ledger_posting.id', 'ledger_entry.posting_id')
    .selectAll('ledger_entry')
    .select(['ledger_posting.kind', 'ledger_posting.at', 'ledger_posting.order_id'])
    .where('payout_entry.payout_id', '=', payoutId)
    .orderBy('ledger_entry.id', 'desc')
    .limit(place.limit)
    .offset(place.offset);
  if (place.before !== undefined) query = query.where('ledger_entry.id', '<', place.before);
  return query.execute();
}

export function listBatches(rows: Rows, place: Place): Promise<PayoutBatchRow[]> {
  let query = rows.selectFrom('payout_batch').selectAll().orderBy('id', 'desc').limit(place.limit).offset(place.offset);
  if (place.before !== undefined) query = query.where('id', '<', place.before);
  return query.execute();
}

export const batchById = (rows: Rows, id: number): Promise<PayoutBatchRow | undefined> =>
  rows.selectFrom('payout_batch').selectAll().where('id', '=', id).executeTakeFirst();

export interface BatchSum {
  batch_id: number;
  status: PayoutState;
  payouts: number | string;
  amount: number | string;
}

const SUMS: Statement = (sql) => `
select batch_id, status, count(*) as payouts, sum(amount_minor) as amount from payout
where batch_id ${sql.in(1)} group by batch_id, status`;

export const sumsOfBatches = (rows: Rows, batchIds: readonly number[]): Promise<BatchSum[]> =>
  run<BatchSum>(rows, SUMS, [batchIds]);
