/**
 * Sends the sandbox's webhooks: at once when their decision is committed, and by their job as long as nobody takes
 * them. Each is signed when it is sent, so one that waited for hours is as fresh as the first.
 */
import { type OutsideAgent, openAgent } from '#platform/net/agent.ts';
import { batcher, succeeded } from '#platform/sql/batcher.ts';
import { SIGNATURE_HEADER } from '../dialects/native/habits.ts';
import { timedSignature } from '../dialects/timed-signature.ts';
import { deliveryById, noteAnswer } from './books.ts';
import type { SandboxHost } from './host.ts';
import { noteTaken } from './hot-books.ts';

export interface Delivery {
  id: number;
  event_id: string;
  body: string;
}

export interface Sender {
  /** Now, once; whether anybody takes it or not. */
  send(delivery: Delivery): void;
  /** For the job: throws when the webhook was not taken, so that it comes again. A taken one is not repeated. */
  sendAgain(id: number): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const CONNECTIONS = 32;

export function openSender(host: SandboxHost): Sender {
  const agent = openAgent({
    connections: CONNECTIONS,
    connect: { timeout: 2_000 },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  const running = new Set<Promise<unknown>>();
  const { database } = host;
  const taken = batcher<Delivery, void>({
    async many(deliveries) {
      await noteTaken(
        database.kysely,
        deliveries.map(({ id }) => id),
        deliveries.map(({ event_id }) => event_id),
      );
      return deliveries.map(() => succeeded(undefined));
    },
  });

  async function attempt(delivery: Delivery): Promise<void> {
    const answer = await post(agent, host, Buffer.from(delivery.body)).catch((error: unknown) => {
      host.log.debug({ err: error, eventId: delivery.event_id }, 'the sandbox could not deliver a webhook');
      return null;
    });
    if (answer !== null && answer >= 200 && answer < 300) return taken(delivery);
    await noteAnswer(database.kysely, delivery.id, answer);
    throw new Error(`The webhook was answered ${answer ?? 'not at all'}.`);
  }

  return {
    send(delivery) {
      const sending = attempt(delivery).catch(() => undefined);
      running.add(sending);
      void sending.then(() => running.delete(sending));
    },
    async sendAgain(id) {
      const delivery = await deliveryById(database.kysely, id);
      if (delivery && delivery.delivered_at === null) await attempt(delivery);
    },
    async close() {
      // What is on its way is cut off: its job sends it again after the next start.
      await agent.destroy();
      await Promise.all(running);
    },
  };
}

async function post(agent: OutsideAgent, host: SandboxHost, body: Buffer): Promise<number> {
  const response = await agent.request(host.webhookUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: timedSignature(host.webhookSecret, new Date(), body),
    },
    body,
  });
  await response.body.dump();
  return response.statusCode;
}
