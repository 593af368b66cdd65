/** The ledger to look at: all accounts for staff, a seller's own for that seller. */
import { formatMoney } from '#contracts/common/money.ts';
import type {
  ledgerApi as api,
  EntryFilter,
  LedgerBalances,
  LedgerEntryPage,
  SellerBalances,
  Statement,
  StatementEntry,
} from '#contracts/payment/ledger.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { sellerAccount } from '../domain/accounts.ts';
import { cursorOf, periodOf, placeOf } from '../domain/list-place.ts';
import { accountBalances, type EntryWish, ledgerEntries, owedTo, sellerEntries } from '../store/ledger-reads.ts';

export async function listBalances({ database }: PaymentService): Promise<LedgerBalances> {
  const rows = await accountBalances(database.kysely);
  return {
    items: rows.map(({ account, currency, balance }) => ({
      account,
      currency,
      balance: formatMoney(Number(balance), currency),
    })),
  };
}

/** Another seller's account answers like one that is not there. */
export function ownAccount(sellerId: number, context: Context): void {
  if (!may(context, 'ledger.read') && callerOf(context).userId !== sellerId) throw problem('seller.unknown');
}

export async function getSellerBalance(
  { database }: PaymentService,
  { params }: Input<typeof api.getSellerBalance>,
  context: Context,
): Promise<SellerBalances> {
  ownAccount(params.id, context);
  const rows = await owedTo(database.kysely, params.id, new Date());
  return {
    sellerId: params.id,
    items: rows.map(({ currency, available, pending }) => ({
      currency,
      available: formatMoney(Number(available), currency),
      pending: formatMoney(Number(pending), currency),
    })),
  };
}

export async function getSellerStatement(
  { database }: PaymentService,
  { params, query }: Input<typeof api.getSellerStatement>,
  context: Context,
): Promise<Statement> {
  ownAccount(params.id, context);
  const { limit, from, to } = query;
  const rows = await sellerEntries(database.kysely, params.id, {
    ...placeOf(query),
    ...periodOf({ from, to }),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    items: page.map(entryView),
    nextCursor: rows.length > limit ? cursorOf(page.at(-1)!.id) : null,
  };
}

type EntryRow = Awaited<ReturnType<typeof sellerEntries>>[number];

/** As its seller's statement shows it: negative where it takes from the seller. */
export const entryView = (row: EntryRow): StatementEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  orderId: row.order_id,
  posting: row.kind,
  what: row.what,
  amount: formatMoney(
    row.credit === sellerAccount(row.seller_id!) ? row.amount_minor : -row.amount_minor,
    row.currency,
  ),
  currency: row.currency,
  availableAt: row.available_at?.toISOString() ?? null,
});

export const wishOf = ({ from, to, ...wish }: EntryFilter): EntryWish => ({ ...wish, ...periodOf({ from, to }) });

export async function listLedgerEntries(
  { database }: PaymentService,
  { query }: Input<typeof api.listLedgerEntries>,
): Promise<LedgerEntryPage> {
  const { limit } = query;
  const rows = await ledgerEntries(database.kysely, wishOf(query), { ...placeOf(query), limit: limit + 1 });
  const page = rows.slice(0, limit);
  return {
    items: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      cause: row.cause,
      posting: row.kind,
      what: row.what,
      debit: row.debit,
      credit: row.credit,
      amount: formatMoney(row.amount_minor, row.currency),
      currency: row.currency,
      orderId: row.order_id,
      paymentId: row.payment_id,
      sellerId: row.seller_id,
      availableAt: row.available_at?.toISOString() ?? null,
    })),
    nextCursor: rows.length > limit ? cursorOf(page.at(-1)!.id) : null,
  };
}
