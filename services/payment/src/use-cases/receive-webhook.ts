/**
 * A gateway's news: verified on the raw body, stored once, and only then acknowledged. What it means is worked out
 * after the answer, so a gateway never waits for us; a job stands behind each event, so nothing acknowledged is lost.
 */
import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import { withoutCardNumbers } from '#platform/log/scrub.ts';
import type { PaymentService } from '../base.ts';
import type { GatewayEvent } from '../providers/gateway.ts';
import type { NewWebhookEvent } from '../store/webhook-events.ts';
import { processEvent } from './process-webhook.ts';

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
  const headers = single(webhook.headers);
  const told = await gateway.parseWebhook(webhook.body, headers);
  const evidence = {
    gateway: gateway.name,
    body: withoutCardNumbers(webhook.body.toString('utf8')),
    headers: worthKeeping(headers),
  };
  await Promise.all(
    told.map(async (event) => {
      const row = rowOf(event, evidence);
      const id = await service.batches.store(row);
      crashPoint('payment.webhook_stored');
      if (id === null || row.state === 'processed') return;
      service.background.run('webhook', () => processEvent(service, { ...row, id }, webhook.requestId));
    }),
  );
  return { received: true };
}

const rowOf = (
  event: GatewayEvent,
  evidence: Pick<NewWebhookEvent, 'gateway' | 'body' | 'headers'>,
): NewWebhookEvent => ({
  ...evidence,
  dedupe_key: event.dedupeKey.slice(0, 200),
  kind: event.kind,
  type: event.type.slice(0, 100),
  gateway_ref: event.gatewayRef?.slice(0, 200) ?? null,
  payment_ref: event.paymentRef?.slice(0, 200) ?? null,
  reference: event.reference?.slice(0, 40) ?? null,
  state: event.kind === 'ignored' ? 'processed' : 'received',
});

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
