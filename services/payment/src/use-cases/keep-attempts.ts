/** Attempts whose page is made and whose order is kept: from here on they are known, and told as started. */
import { type Outcome, succeeded } from '#platform/sql/batcher.ts';
import type { PaymentBase, Tx } from '../base.ts';
import { keepStarted, type Started } from '../store/batches/attempts.ts';
import type { PayableRow } from '../store/payables.ts';
import type { PaymentRow } from '../store/payments.ts';
import { paymentStarted } from './payment-events.ts';

export interface Kept extends Started {
  payable: PayableRow;
  requestId: string;
}

/** Undefined where the attempt ended meanwhile, or another process was first. */
export async function keepAttempts(
  service: PaymentBase,
  tx: Tx,
  kept: readonly Kept[],
): Promise<Array<Outcome<PaymentRow | undefined>>> {
  const rows = await keepStarted(
    tx,
    kept.map(({ id, gateway_ref, pay_url, expires_at }) => ({ id, gateway_ref, pay_url, expires_at })),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const events = kept.flatMap(({ id, payable, requestId }) => {
    const row = byId.get(id);
    return row ? [paymentStarted(row, payable, requestId)] : [];
  });
  await service.outbox.emit(tx, events);
  return kept.map(({ id }) => succeeded(byId.get(id)));
}
