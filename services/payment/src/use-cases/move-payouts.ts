/** What became of payouts, said by an admin: one, or all of a batch; the ledger follows in the same transaction. */
import type { payoutsApi as api, Payout, PayoutBatch } from '#contracts/payment/payouts.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService, Tx } from '../base.ts';
import { type Posting, payoutArrived, payoutReturned } from '../domain/accounts.ts';
import { isReturned, type PayoutState } from '../domain/payout-state.ts';
import { post } from '../store/ledger.ts';
import { batchById, payoutOf } from '../store/payout-lists.ts';
import { movePayouts, type PayoutRow } from '../store/payouts.ts';
import { auditedBatch, auditedPayout, payoutMoved } from './payout-events.ts';
import { payoutView, readBatch } from './payout-views.ts';

export async function movePayout(
  service: PaymentService,
  { params: { id }, body }: Input<typeof api.movePayout>,
  context: Context,
): Promise<Payout> {
  return idempotently(service.database, context, `payment.movePayout:${id}`, body, async (tx) => {
    const [moved] = await take(service, tx, { id }, body, context);
    if (moved) {
      await service.outbox.emit(tx, [auditedPayout(moved, context)]);
      return payoutView(moved);
    }
    const payout = await payoutOf(tx, id, null);
    if (!payout) throw problem('payout.not_found');
    throw problem('payout.bad_transition', { detail: `It is ${payout.status} and cannot become ${body.status}.` });
  });
}

export async function movePayoutBatch(
  service: PaymentService,
  { params: { id }, body }: Input<typeof api.movePayoutBatch>,
  context: Context,
): Promise<PayoutBatch> {
  return idempotently(service.database, context, `payment.movePayoutBatch:${id}`, body, async (tx) => {
    if (!(await batchById(tx, id))) throw problem('payout.not_found');
    const moved = await take(service, tx, { batchId: id }, body, context);
    if (moved.length === 0) {
      throw problem('payout.bad_transition', { detail: `No payout of the batch can become ${body.status}.` });
    }
    const details = { payouts: moved.map((payout) => payout.id), reference: body.reference ?? null };
    await service.outbox.emit(tx, [auditedBatch(`payout_batch.${body.status}`, id, details, context)]);
    return readBatch(tx, id);
  });
}

interface Wish {
  status: PayoutState;
  reference?: string;
  reason?: string;
}

async function take(
  service: PaymentService,
  tx: Tx,
  which: { id: number } | { batchId: number },
  { status, reference, reason }: Wish,
  { requestId }: Context,
): Promise<PayoutRow[]> {
  const at = new Date();
  const moved = await movePayouts(tx, which, {
    to: status,
    at,
    bankReference: reference?.trim() || null,
    reason: reason?.trim() || null,
  });
  await post(
    tx,
    moved.flatMap((payout) => postingOf(payout, at)),
  );
  await service.outbox.emit(
    tx,
    moved.flatMap((payout) => payoutMoved(payout, at, requestId)),
  );
  return moved;
}

function postingOf(payout: PayoutRow, at: Date): Posting[] {
  if (payout.status === 'paid') return [payoutArrived(payout, at)];
  return isReturned(payout.status) ? [payoutReturned(payout, at)] : [];
}
