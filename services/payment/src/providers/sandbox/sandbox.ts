/** The sandbox, open for business: its books, its sender, and batches for what many shoppers do at once. */
import { batcher, succeeded } from '#platform/sql/batcher.ts';
import type { NewSandboxPayment, SandboxPayment } from './books.ts';
import { tell } from './deliveries.ts';
import type { Sandbox, SandboxHost } from './host.ts';
import { type Capture, capturePayments, insertPayments } from './hot-books.ts';
import { openSender } from './sender.ts';

export function openSandbox(host: SandboxHost): Sandbox {
  const { database } = host;
  const sender = openSender(host);
  const sandbox: Sandbox = {
    ...host,
    sender,
    insert: batcher<NewSandboxPayment, SandboxPayment | undefined>({
      async many(payments) {
        const created = await insertPayments(database.kysely, payments);
        const byId = new Map(created.map((payment) => [payment.public_id, payment]));
        return payments.map(({ public_id }) => succeeded(byId.get(public_id)));
      },
    }),
    capture: batcher<Capture, boolean>({
      many: (captures) => database.tx((tx) => captureTogether(captures, tx)),
    }),
    close: () => sender.close(),
  };

  async function captureTogether(captures: readonly Capture[], tx: Parameters<typeof tell>[1]) {
    // Of two that decide on the same payment together, the first came first.
    const firsts = [...new Map([...captures].reverse().map((capture) => [capture.id, capture])).values()];
    const paid = await capturePayments(tx, firsts);
    await tell(sandbox, tx, paid, 'payment.paid');
    const byCapture = new Set(paid.map(({ capture_id }) => capture_id));
    return captures.map(({ capture_id }) => succeeded(byCapture.has(capture_id)));
  }

  return sandbox;
}
