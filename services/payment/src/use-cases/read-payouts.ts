/** Payouts to look at: a seller's own, all for staff; somebody else's is not there. */
import type { Static } from 'typebox';
import type { StatementEntry } from '#contracts/payment/ledger.ts';
import type {
  payoutsApi as api,
  Payout,
  PayoutBatch,
  PayoutBatchPage,
  PayoutPage,
} from '#contracts/payment/payouts.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { cursorOf, placeOf } from '../domain/list-place.ts';
import { listBatches, listPayouts as listRows, payoutEntries, payoutOf, sumsOfBatches } from '../store/payout-lists.ts';
import type { PayoutRow } from '../store/payouts.ts';
import { batchView, payoutView, readBatch } from './payout-views.ts';
import { entryView } from './read-ledger.ts';

/** Whose payouts the caller sees: null means everyone's. */
const visibleTo = (context: Context): number | null =>
  may(context, 'ledger.read') || may(context, 'payouts.manage') ? null : callerOf(context).userId;

export async function listPayouts(
  { database }: PaymentService,
  { query }: Input<typeof api.listPayouts>,
  context: Context,
): Promise<PayoutPage> {
  const own = visibleTo(context);
  // One's own list filtered by somebody else is empty.
  if (own !== null && query.sellerId !== undefined && query.sellerId !== own) return { items: [], nextCursor: null };
  const filter = { sellerId: own ?? query.sellerId ?? null, status: query.status, batchId: query.batchId };
  const rows = await listRows(database.kysely, filter, { ...placeOf(query), limit: query.limit + 1 });
  return pageOf(rows, query.limit, payoutView);
}

export async function getPayout(
  { database }: PaymentService,
  { params }: Input<typeof api.getPayout>,
  context: Context,
): Promise<Payout> {
  const payout = await payoutOf(database.kysely, params.id, visibleTo(context));
  if (!payout) throw problem('payout.not_found');
  return payoutView(payout);
}

export async function listPayoutEntries(
  { database }: PaymentService,
  { params, query }: Input<typeof api.listPayoutEntries>,
  context: Context,
): Promise<{ items: Array<Static<typeof StatementEntry>>; nextCursor: string | null }> {
  const payout: PayoutRow | undefined = await payoutOf(database.kysely, params.id, visibleTo(context));
  if (!payout) throw problem('payout.not_found');
  const place = { ...placeOf(query), limit: query.limit + 1 };
  return pageOf(await payoutEntries(database.kysely, payout.id, place), query.limit, entryView);
}

export async function listPayoutBatches(
  { database }: PaymentService,
  { query }: Input<typeof api.listPayoutBatches>,
): Promise<PayoutBatchPage> {
  const rows = await listBatches(database.kysely, { ...placeOf(query), limit: query.limit + 1 });
  const sums = await sumsOfBatches(
    database.kysely,
    rows.map(({ id }) => id),
  );
  return pageOf(rows, query.limit, (batch) => batchView(batch, sums));
}

export const getPayoutBatch = (
  { database }: PaymentService,
  { params }: Input<typeof api.getPayoutBatch>,
): Promise<PayoutBatch> => readBatch(database.kysely, params.id);

function pageOf<Row extends { id: number }, Item>(rows: readonly Row[], limit: number, view: (row: Row) => Item) {
  const page = rows.slice(0, limit);
  return { items: page.map(view), nextCursor: rows.length > limit ? cursorOf(page.at(-1)!.id) : null };
}
