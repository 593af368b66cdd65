/** What the sandbox tells of: written with the decision, and sent when that has committed. */
import { randomUUID } from 'node:crypto';
import { afterCommit } from '#platform/sql/database.ts';
import type { SandboxPayment } from './books.ts';
import type { Books, Sandbox } from './host.ts';
import { insertDeliveries } from './hot-books.ts';

export const SIGNATURE_HEADER = 'sandbox-signature';

export interface SandboxEvent {
  id: string;
  type: string;
  createdAt: string;
  data: { paymentId: string; reference: string };
}

/** Inside the transaction of the decision. */
export async function tell(
  sandbox: Sandbox,
  tx: Books,
  payments: readonly SandboxPayment[],
  type: string,
): Promise<void> {
  if (payments.length === 0) return;
  const createdAt = new Date().toISOString();
  const deliveries = await insertDeliveries(
    tx,
    payments.map((payment) => {
      const data = { paymentId: payment.public_id, reference: payment.reference };
      const event: SandboxEvent = { id: `evt_${randomUUID().replaceAll('-', '')}`, type, createdAt, data };
      return { event_id: event.id, payment_id: payment.id, body: JSON.stringify(event) };
    }),
  );
  afterCommit(tx, () => {
    for (const delivery of deliveries) sandbox.sender.send(delivery);
  });
}
