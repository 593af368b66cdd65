/** What the sandbox tells of: written with the decision, and sent when that has committed. */
import { randomUUID } from 'node:crypto';
import { afterCommit } from '#platform/sql/database.ts';
import type { NewsType } from '../core/payment.ts';
import { nativeNews } from '../dialects/native/habits.ts';
import { paymentIn, type SandboxPayment } from './books.ts';
import type { Rows } from './host.ts';
import { insertDeliveries, type NewDelivery } from './hot-books.ts';
import type { Sender } from './sender.ts';

/** Inside the transaction of the decision. */
export async function tell(
  sender: Sender,
  tx: Rows,
  payments: readonly SandboxPayment[],
  type: NewsType,
): Promise<void> {
  const at = new Date();
  const told = payments.flatMap((row): NewDelivery[] =>
    nativeNews({ type, payment: paymentIn(row), at }, `evt_${randomUUID().replaceAll('-', '')}`).map(
      ({ id, body }) => ({ event_id: id, payment_id: row.id, body }),
    ),
  );
  if (told.length === 0) return;
  const deliveries = await insertDeliveries(tx, told);
  afterCommit(tx, () => {
    for (const delivery of deliveries) sender.send(delivery);
  });
}
