/** The sandbox's webhooks: written with the decision they tell of, then sent over HTTP until somebody takes them. */
import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import * as books from './books.ts';
import type { Books, SandboxHost } from './host.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

export interface SandboxEvent {
  id: string;
  type: string;
  createdAt: string;
  data: { paymentId: string; reference: string };
}

const TIMEOUT_MS = 10_000;

export async function tell(host: SandboxHost, tx: Books, payment: books.SandboxPayment, type: string): Promise<void> {
  const event: SandboxEvent = {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    type,
    createdAt: new Date().toISOString(),
    data: { paymentId: payment.public_id, reference: payment.reference },
  };
  const delivery = { event_id: event.id, payment_id: payment.id, body: JSON.stringify(event) };
  const { id } = await books.insertDelivery(tx, delivery);
  await host.jobs.enqueue(tx, [{ kind: 'sandbox.deliver', key: event.id, data: { id } }]);
}

/** Throws when the webhook was not taken, so that it is sent again later; a taken one is not repeated. */
export async function deliver(host: SandboxHost, id: number): Promise<void> {
  const { kysely } = host.database;
  const delivery = await books.deliveryById(kysely, id);
  if (!delivery || delivery.delivered_at !== null) return;
  const body = Buffer.from(delivery.body);
  const answer = await post(host, body).catch((error: unknown) => {
    host.log.debug({ err: error, eventId: delivery.event_id }, 'the sandbox could not deliver a webhook');
    return null;
  });
  const taken = answer !== null && answer >= 200 && answer < 300;
  await books.noteAnswer(kysely, id, answer, taken ? new Date() : null);
  if (!taken) throw new Error(`The webhook was answered ${answer ?? 'not at all'}.`);
}

async function post(host: SandboxHost, body: Buffer): Promise<number> {
  const response = await request(host.webhookUrl, {
    method: 'POST',
    // Signed when sent: a webhook that waited for hours is as fresh as the first.
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: signatureOf(host.webhookSecret, Math.floor(Date.now() / 1_000), body),
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body.dump();
  return response.statusCode;
}
