/** Writing the ledger: postings with their entries, each cause once. */
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { Rows } from '../base.ts';
import { type Posting, sellerOf } from '../domain/accounts.ts';

const POSTINGS = insertRows<{ id: number; cause: string }>({
  table: 'ledger_posting',
  fields: {
    cause: 'text',
    kind: 'text',
    order_id: 'bigint',
    payment_id: 'bigint',
    currency: 'text',
    at: 'timestamp',
  },
  duplicate: 'skip',
  returning: { id: 'bigint', cause: 'text' },
});

const ENTRIES = insertRows({
  table: 'ledger_entry',
  fields: {
    posting_id: 'bigint',
    debit: 'text',
    credit: 'text',
    what: 'text',
    amount_minor: 'bigint',
    currency: 'text',
    seller_id: 'bigint',
    available_at: 'timestamp',
  },
});

/** Those whose cause was not posted before, which it answers; a posting that moves nothing is left out. */
export async function post(tx: Rows, postings: readonly Posting[]): Promise<Set<string>> {
  const moving = postings.filter(({ entries }) => entries.length > 0);
  const rows = moving.map(({ cause, kind, orderId, paymentId, currency, at }) => ({
    cause,
    kind,
    order_id: orderId,
    payment_id: paymentId,
    currency,
    at,
  }));
  const made = await POSTINGS(tx, rows);
  const byCause = new Map(moving.map((posting) => [posting.cause, posting]));
  const entries = made.flatMap(({ id, cause }) => {
    const { currency, entries } = byCause.get(cause)!;
    return entries.map((entry) => ({
      posting_id: id,
      debit: entry.debit,
      credit: entry.credit,
      what: entry.what,
      amount_minor: entry.amountMinor,
      currency,
      seller_id: sellerOf(entry),
      available_at: entry.availableAt,
    }));
  });
  await ENTRIES(tx, entries);
  return new Set(made.map(({ cause }) => cause));
}

/** When what a posting gave to sellers can be paid out. */
export async function availableAtOf(rows: Rows, cause: string): Promise<Date | null> {
  const entry = await rows
    .selectFrom('ledger_entry')
    .innerJoin('ledger_posting', 'ledger_posting.id', 'ledger_entry.posting_id')
    .select('ledger_entry.available_at')
    .where('ledger_posting.cause', '=', cause)
    .where('ledger_entry.available_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return entry?.available_at ?? null;
}
