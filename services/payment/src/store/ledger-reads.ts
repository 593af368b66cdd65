/** Reading the ledger: sums by account, what sellers are owed, and their entries. */
import { run } from '#platform/sql/database.ts';
import type { Rows } from '../base.ts';
import type { Account, PostingKind } from '../domain/accounts.ts';

const BALANCES = `
select account, currency, sum(amount) as balance from (
  select credit as account, currency, amount_minor as amount from ledger_entry
  union all
  select debit, currency, -amount_minor from ledger_entry
) side
group by account, currency order by account, currency`;

export interface AccountBalance {
  account: string;
  currency: string;
  balance: number | string;
}

export const accountBalances = (rows: Rows): Promise<AccountBalance[]> => run<AccountBalance>(rows, BALANCES, []);

const OWED = `
select currency,
  sum(case when available_at <= $2 then case when credit = $3 then amount_minor else -amount_minor end else 0 end)
    as available,
  sum(case when available_at <= $2 then 0 else case when credit = $3 then amount_minor else -amount_minor end end)
    as pending
from ledger_entry where seller_id = $1 group by currency order by currency`;

export interface Owed {
  currency: string;
  available: number | string;
  pending: number | string;
}

export const owedTo = (rows: Rows, sellerId: number, at: Date): Promise<Owed[]> =>
  run<Owed>(rows, OWED, [sellerId, at, `seller:${sellerId}`]);

export interface StatementPlace {
  from: Date | undefined;
  /** Exclusive. */
  to: Date | undefined;
  before: number | undefined;
  offset: number;
  limit: number;
}

/** Newest first. */
export function sellerEntries(rows: Rows, sellerId: number, place: StatementPlace) {
  let query = rows
    .selectFrom('ledger_entry')
    .innerJoin('ledger_posting', 'ledger_posting.id', 'ledger_entry.posting_id')
    .selectAll('ledger_entry')
    .select(['ledger_posting.kind', 'ledger_posting.at', 'ledger_posting.order_id'])
    .where('ledger_entry.seller_id', '=', sellerId)
    .orderBy('ledger_entry.id', 'desc')
    .limit(place.limit)
    .offset(place.offset);
  if (place.from !== undefined) query = query.where('ledger_posting.at', '>=', place.from);
  if (place.to !== undefined) query = query.where('ledger_posting.at', '<', place.to);
  if (place.before !== undefined) query = query.where('ledger_entry.id', '<', place.before);
  return query.execute();
}

export interface EntryWish {
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  account?: string | undefined;
  sellerId?: number | undefined;
  orderId?: number | undefined;
  paymentId?: number | undefined;
  posting?: PostingKind | undefined;
  currency?: string | undefined;
}

/** Newest first. */
export function ledgerEntries(
  rows: Rows,
  wish: EntryWish,
  place: { before: number | undefined; offset: number; limit: number },
) {
  const { from, to, account, sellerId, orderId, paymentId, posting, currency } = wish;
  let query = rows
    .selectFrom('ledger_entry')
    .innerJoin('ledger_posting', 'ledger_posting.id', 'ledger_entry.posting_id')
    .selectAll('ledger_entry')
    .select([
      'ledger_posting.kind',
      'ledger_posting.cause',
      'ledger_posting.at',
      'ledger_posting.order_id',
      'ledger_posting.payment_id',
    ])
    .orderBy('ledger_entry.id', 'desc')
    .limit(place.limit)
    .offset(place.offset);
  if (from !== undefined) query = query.where('ledger_posting.at', '>=', from);
  if (to !== undefined) query = query.where('ledger_posting.at', '<', to);
  if (account !== undefined) {
    const name = account as Account;
    query = query.where((where) =>
      where.or([where('ledger_entry.debit', '=', name), where('ledger_entry.credit', '=', name)]),
    );
  }
  if (sellerId !== undefined) query = query.where('ledger_entry.seller_id', '=', sellerId);
  if (orderId !== undefined) query = query.where('ledger_posting.order_id', '=', orderId);
  if (paymentId !== undefined) query = query.where('ledger_posting.payment_id', '=', paymentId);
  if (posting !== undefined) query = query.where('ledger_posting.kind', '=', posting);
  if (currency !== undefined) query = query.where('ledger_entry.currency', '=', currency);
  if (place.before !== undefined) query = query.where('ledger_entry.id', '<', place.before);
  return query.execute();
}
