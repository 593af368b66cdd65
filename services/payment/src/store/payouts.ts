/** Batches and payouts being made and moved, and the entries of the ledger that each payout pays. */
import type { Selectable } from 'kysely';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import type { UnpaidEntry } from '../domain/payout-plan.ts';
import { type PayoutState, payoutStatesBefore } from '../domain/payout-state.ts';
import type { LeftOutSeller, PayoutBatchTable, PayoutTable } from './payout-tables.ts';

export type PayoutBatchRow = Selectable<PayoutBatchTable>;
export type PayoutRow = Selectable<PayoutTable>;

/** Released, of sellers, and in no payout. What a payout itself took from its seller is no entry to be paid. */
const UNPAID = `from ledger_entry e left join payout_entry paid on paid.entry_id = e.id
where e.currency = $1 and e.available_at <= $2 and e.what <> 'payout' and paid.entry_id is null`;

const SELLERS_WITH_UNPAID = `select e.seller_id ${UNPAID} group by e.seller_id order by e.seller_id`;

export interface Released {
  currency: string;
  cutOff: Date;
}

export async function sellersWithUnpaid(rows: Rows, { currency, cutOff }: Released): Promise<number[]> {
  const found = await run<{ seller_id: number }>(rows, SELLERS_WITH_UNPAID, [currency, cutOff]);
  return found.map(({ seller_id }) => seller_id);
}

const UNPAID_ENTRIES: Statement = (sql) => `
select e.id, e.seller_id, case when e.credit like 'seller:%' then e.amount_minor else -e.amount_minor end as amount_minor
${UNPAID} and e.seller_id ${sql.in(3)} order by e.id`;

/** The caller holds the payees' locks: what somebody else has just paid is seen as paid. */
export async function unpaidEntries(
  tx: Tx,
  { currency, cutOff }: Released,
  sellerIds: readonly number[],
): Promise<Map<number, UnpaidEntry[]>> {
  const values = [currency, cutOff, sellerIds];
  const rows = await run<{ id: number; seller_id: number; amount_minor: number }>(tx, UNPAID_ENTRIES, values);
  const entries = new Map<number, UnpaidEntry[]>();
  for (const { id, seller_id, amount_minor } of rows) {
    const ofSeller = entries.get(seller_id) ?? [];
    ofSeller.push({ id, amountMinor: Number(amount_minor) });
    entries.set(seller_id, ofSeller);
  }
  return entries;
}

export async function insertBatch(tx: Tx, batch: Released & { createdBy: number | null }): Promise<number> {
  const { id } = await tx
    .insertInto('payout_batch')
    .values({
      currency: batch.currency,
      cut_off: batch.cutOff,
      left_out: JSON.stringify([]) as never,
      created_by: batch.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function noteLeftOut(tx: Tx, batchId: number, leftOut: readonly LeftOutSeller[]): Promise<void> {
  await tx
    .updateTable('payout_batch')
    .set({ left_out: JSON.stringify(leftOut) as never })
    .where('id', '=', batchId)
    .execute();
}

const PAYOUTS = insertRows<{ id: number; seller_id: number }>({
  table: 'payout',
  fields: {
    batch_id: 'bigint',
    seller_id: 'bigint',
    shop_name: 'text',
    currency: 'text',
    amount_minor: 'bigint',
    status: 'text',
    account_kind: 'text',
    account_masked: 'text',
    account_sealed: 'text',
  },
  returning: { id: 'bigint', seller_id: 'bigint' },
});

const ENTRIES = insertRows({ table: 'payout_entry', fields: { entry_id: 'bigint', payout_id: 'bigint' } });

export interface NewPayout {
  batch_id: number;
  seller_id: number;
  shop_name: string;
  currency: string;
  amount_minor: number;
  account_kind: string;
  account_masked: string;
  account_sealed: string;
  entries: readonly UnpaidEntry[];
}

/** With their ids, in the order given. */
export async function insertPayouts(tx: Tx, payouts: readonly NewPayout[]): Promise<Array<NewPayout & { id: number }>> {
  const made = await PAYOUTS(
    tx,
    payouts.map(({ entries: _, ...payout }) => ({ ...payout, status: 'created' })),
  );
  const ids = new Map(made.map(({ id, seller_id }) => [seller_id, id]));
  const withIds = payouts.map((payout) => ({ ...payout, id: ids.get(payout.seller_id)! }));
  await ENTRIES(
    tx,
    withIds.flatMap(({ id, entries }) => entries.map((entry) => ({ entry_id: entry.id, payout_id: id }))),
  );
  return withIds;
}

export interface Step {
  to: PayoutState;
  at: Date;
  bankReference: string | null;
  reason: string | null;
}

/** Those that took the step; whole account numbers go with what has ended. */
export function movePayouts(
  tx: Tx,
  which: { id: number } | { batchId: number },
  { to, at, bankReference, reason }: Step,
): Promise<PayoutRow[]> {
  const ends = to === 'sent' ? { sent_at: at } : { ended_at: at, account_sealed: null };
  let query = tx.updateTable('payout').set((row) => ({
    status: to,
    version: row('version', '+', 1),
    ...ends,
    ...(bankReference === null ? {} : { bank_reference: bankReference }),
    ...(reason === null ? {} : { reason }),
  }));
  query = 'id' in which ? query.where('id', '=', which.id) : query.where('batch_id', '=', which.batchId);
  return query.where('status', 'in', payoutStatesBefore(to)).returningAll().execute();
}
