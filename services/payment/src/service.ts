/** The payment service: opens payments at gateways, hears from them, settles each once, and gives money back. */
import { paymentApi } from '#contracts/payment/api.ts';
import { paymentErrors } from '#contracts/payment/errors.ts';
import { paymentEvents } from '#contracts/payment/events.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import { defineService } from '#platform/service/manifest.ts';
import { migrations } from '../migrations/index.ts';
import type { PaymentBase } from './base.ts';
import { paymentConfig } from './config.ts';
import { handlers, listensTo } from './handlers.ts';
import { jobs, schedules } from './jobs.ts';
import { openDesk } from './providers/desk.ts';
import { buildGateways, chosenGateways } from './providers/registry.ts';
import { routes } from './routes.ts';
import type { Sandbox, SandboxHost } from './simulator/in-shop/host.ts';
import { sandboxJobs } from './simulator/in-shop/jobs.ts';
import { openSandbox } from './simulator/in-shop/sandbox.ts';
import { BACKFILL } from './use-cases/backfill-books.ts';
import { deliverDocuments } from './use-cases/deliver-documents.ts';
import { checkBooksSettings } from './wiring/books-settings.ts';
import { startDelivery } from './wiring/delivery.ts';
import { gatewayMetrics } from './wiring/gateway-metrics.ts';
import { startPayment } from './wiring/start.ts';

export const paymentService = defineService({
  name: 'payment',
  about: 'Pay for orders at several gateways, refunds, and what the gateways report.',
  api: paymentApi,
  errors: paymentErrors,
  events: paymentEvents,
  calls: ['order'],
  listensTo: [...listensTo],
  config: paymentConfig,
  migrations,
  async start(base: PaymentBase) {
    checkBooksSettings(base.config);
    const { service, sandbox, gateways, metrics, close } = assemble(base);
    // Once in the life of a shop: what it did before it kept books.
    await service.jobs.enqueue(base.database.kysely, [{ kind: BACKFILL, key: '1', data: {}, requestId: 'start' }]);
    const delivery = startDelivery(service, ({ data }) => deliverDocuments(service, data));
    if (gateways.all.length === 0) base.log.warn('no payment gateway is turned on: set PAYMENT_GATEWAYS');
    const offered = chosenGateways(base).includes('sandbox');
    return {
      routes: routes(service, offered ? sandbox : null),
      handlers: handlers(service),
      jobs: { ...jobs(service), ...sandboxJobs(sandbox) },
      schedules: schedules(service),
      metrics,
      async stop() {
        await delivery.stop();
        await close();
      },
    };
  },
});

/** The service with its gateways, before anything of it runs; a command takes it so. */
export function assemble(base: PaymentBase) {
  const sandbox = sandboxOf(base);
  const metrics = gatewayMetrics();
  const gateways = openDesk(buildGateways({ base, sandbox }), { log: base.log, measure: metrics.measure });
  const service = startPayment(base, gateways);
  return {
    service,
    sandbox,
    gateways,
    metrics: metrics.of(gateways),
    async close() {
      await service.background.idle();
      await service.press.close();
      await sandbox.close();
      await gateways.close();
    },
  };
}

/** The sandbox is another party that happens to live here: it gets its own tables and nothing of ours. */
export function sandboxOf(base: PaymentBase): Sandbox {
  return openSandbox({
    database: base.database as unknown as SandboxHost['database'],
    jobs: base.jobs,
    log: base.log,
    pageUrl: `${base.common.publicUrl}/payment/sandbox`,
    webhookUrl: base.config.SANDBOX_WEBHOOK_URL ?? `${base.common.selfUrl}/payment/webhooks/sandbox`,
    webhookSecret:
      base.config.SANDBOX_WEBHOOK_SECRET ?? deriveKey(base.common.secretKey, 'sandbox-webhook').toString('hex'),
  });
}
