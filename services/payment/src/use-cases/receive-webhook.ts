/**
 * A gateway's news: verified on the raw body, stored once, and only then acknowledged. What it means is worked out
 * afterwards by a job, so a gateway never waits for us and nothing acknowledged is lost.
 */
import { problem } from '#platform/errors/problem.ts';
import type { PaymentService } from '../base.ts';
import { insertWebhookEvent } from '../store/webhook-events.ts';

export interface Webhook {
  gateway: string;
  body: unknown;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  requestId: string;
}

export async function receiveWebhook(service: PaymentService, webhook: Webhook): Promise<{ received: true }> {
  const gateway = service.gateways.find(webhook.gateway);
  // Only JSON comes as bytes; anything else has lost what the signature covers.
  if (!Buffer.isBuffer(webhook.body)) throw problem('payment.bad_signature');
  const body = webhook.body;
  const headers = single(webhook.headers);
  const events = await gateway.parseWebhook(body, headers);
  await service.database.tx(async (tx) => {
    for (const event of events) {
      const stored = await insertWebhookEvent(tx, {
        gateway: gateway.name,
        dedupe_key: event.dedupeKey.slice(0, 200),
        kind: event.kind,
        type: event.type.slice(0, 100),
        gateway_ref: event.gatewayRef?.slice(0, 200) ?? null,
        reference: event.reference?.slice(0, 40) ?? null,
        state: event.kind === 'ignored' ? 'processed' : 'received',
        body: body.toString('utf8'),
        headers: worthKeeping(headers),
      });
      if (!stored || event.kind === 'ignored') continue;
      await service.jobs.enqueue(tx, [
        { kind: 'payment.webhook', key: String(stored.id), data: { id: stored.id }, requestId: webhook.requestId },
      ]);
    }
  });
  return { received: true };
}

const single = (headers: Webhook['headers']): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );

/** What helps to understand a webhook later; credentials and cookies are not among it. */
function worthKeeping(headers: Record<string, string | undefined>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !/^(content-type|user-agent|.*signature.*|.*event-id|paypal-.*)$/.test(name)) continue;
    kept[name] = value.slice(0, 1_000);
  }
  return kept;
}
