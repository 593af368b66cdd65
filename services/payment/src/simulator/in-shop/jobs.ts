/** What the sandbox does later: sending its webhooks, and taking the money of a delayed approval. */
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import { capturePayment } from '../core/payments.ts';
import { paymentById } from './books.ts';
import type { Sandbox } from './host.ts';

export const sandboxJobs = (sandbox: Sandbox): JobHandlers => ({
  'sandbox.deliver': ({ data }: Job<{ id: number }>) => sandbox.sender.sendAgain(data.id),
  async 'sandbox.capture'({ data }: Job<{ id: number }>) {
    const payment = await paymentById(sandbox.database.kysely, data.id);
    if (payment) await capturePayment(sandbox.books, payment);
  },
});
