/** An admin pays sellers out: what was released and never paid, once, however many admins do it at the same moment. */
import { exponentOf, formatMoney, isCurrency } from '#contracts/common/money.ts';
import type { payoutsApi as api, PayoutBatch } from '#contracts/payment/payouts.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService, Tx } from '../base.ts';
import { payoutMade } from '../domain/accounts.ts';
import { timeOf } from '../domain/list-place.ts';
import { planPayout } from '../domain/payout-plan.ts';
import { post } from '../store/ledger.ts';
import { lockPayees } from '../store/payees.ts';
import type { LeftOutSeller } from '../store/payout-tables.ts';
import {
  insertBatch,
  insertPayouts,
  type NewPayout,
  noteLeftOut,
  type Released,
  sellersWithUnpaid,
  unpaidEntries,
} from '../store/payouts.ts';
import { sellersById } from '../store/people.ts';
import { opensFor } from './payout-accounts.ts';
import { auditedBatch } from './payout-events.ts';
import { readBatch } from './payout-views.ts';

/** Sellers that are worked on together: what a large shop has to pay is never in memory at once. */
const SELLERS_AT_ONCE = 100;

export async function createPayoutBatch(
  service: PaymentService,
  { body }: Input<typeof api.createPayoutBatch>,
  context: Context,
): Promise<PayoutBatch> {
  const currency = body.currency ?? service.common.currency;
  if (!isCurrency(currency)) throw invalid('currency', 'is not an ISO 4217 currency');
  const released = { currency, cutOff: cutOffOf(body.until, new Date()) };
  return idempotently(service.database, context, 'payment.createPayoutBatch', body, async (tx) => {
    const batchId = await insertBatch(tx, { ...released, createdBy: callerOf(context).userId });
    const leftOut: LeftOutSeller[] = [];
    let paid = 0;
    const sellerIds = await sellersWithUnpaid(tx, released);
    for (let start = 0; start < sellerIds.length; start += SELLERS_AT_ONCE) {
      const some = sellerIds.slice(start, start + SELLERS_AT_ONCE);
      const plans = await plan(service, tx, { batchId, released, sellerIds: some });
      leftOut.push(...plans.leftOut);
      const payouts = await insertPayouts(tx, plans.payouts);
      const at = new Date();
      await post(
        tx,
        payouts.map((payout) => payoutMade(payout, at)),
      );
      paid += payouts.length;
    }
    if (paid === 0) throw problem('payout.nothing_due', { extra: { leftOut: leftOut.map(shown(currency)) } });
    await noteLeftOut(tx, batchId, leftOut);
    const batch = await readBatch(tx, batchId);
    const { payouts, amount } = batch;
    const details = { currency, amount, payouts, until: batch.until, leftOut: leftOut.length };
    await service.outbox.emit(tx, [auditedBatch('payout_batch.created', batchId, details, context)]);
    return batch;
  });
}

/** Bare days end when they end; today is until now. What is not released yet cannot be asked for. */
function cutOffOf(until: string | undefined, now: Date): Date {
  if (until === undefined) return now;
  if (timeOf(until, 'until', 0) > now) throw invalid('until', 'must not lie in the future');
  const end = timeOf(until, 'until', 1);
  return end < now ? end : now;
}

const shown =
  (currency: string) =>
  ({ amountMinor, ...seller }: LeftOutSeller) => ({ ...seller, amount: formatMoney(amountMinor, currency) });

interface Due {
  batchId: number;
  released: Released;
  sellerIds: readonly number[];
}

async function plan(
  service: PaymentService,
  tx: Tx,
  { batchId, released, sellerIds }: Due,
): Promise<{ payouts: NewPayout[]; leftOut: LeftOutSeller[] }> {
  // First the locks, then the look: what another batch has paid in the meantime is seen.
  const payees = await lockPayees(tx, sellerIds);
  const unpaid = await unpaidEntries(tx, released, sellerIds);
  const names = await sellersById(tx, sellerIds);
  const minimumMinor = service.config.PAYOUT_MINIMUM * 10 ** exponentOf(released.currency);
  const opens = opensFor(service);
  const payouts: NewPayout[] = [];
  const leftOut: LeftOutSeller[] = [];
  for (const sellerId of sellerIds) {
    const payee = payees.get(sellerId);
    const entries = unpaid.get(sellerId) ?? [];
    const account = payee && (payee.account_sealed === null ? null : opens(payee) ? 'readable' : 'unreadable');
    const decided = planPayout(entries, payee && { status: payee.status, account: account! }, minimumMinor);
    if (decided.kind === 'nothing') continue;
    const shopName = names.get(sellerId)?.shop_name ?? '';
    if (decided.kind === 'left-out') {
      leftOut.push({ sellerId, shopName, reason: decided.reason, amountMinor: decided.amountMinor });
      continue;
    }
    payouts.push({
      batch_id: batchId,
      seller_id: sellerId,
      shop_name: shopName,
      currency: released.currency,
      amount_minor: decided.amountMinor,
      account_kind: payee!.account_kind!,
      account_masked: payee!.account_masked!,
      account_sealed: payee!.account_sealed!,
      entries,
    });
  }
  return { payouts, leftOut };
}
