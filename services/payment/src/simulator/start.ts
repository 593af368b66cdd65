/** Starts the simulator: the gateways of the world outside, on this machine and for this machine only. */

import { randomInt } from 'node:crypto';
import { fastify } from 'fastify';
import { serveControl } from './control-routes.ts';
import { type Desk, openDesk } from './desk.ts';
import { juspayDialect } from './dialects/juspay/juspay.ts';
import { nativeDialect } from './dialects/native/native.ts';
import { paypalDialect } from './dialects/paypal/paypal.ts';
import { razorpayDialect } from './dialects/razorpay/razorpay.ts';
import { stripeDialect } from './dialects/stripe/stripe.ts';
import { type DialectName, dialectOf, type World } from './http/dialect.ts';
import { serveDialect, unknownPath } from './http/serve.ts';
import { simulatedClock } from './memory/clock.ts';
import { isLoopback, openDeliveries } from './memory/deliveries.ts';
import { openFaults } from './memory/faults.ts';
import { seededRandom } from './memory/random.ts';
import { servePages } from './pages/pay-routes.ts';
import { type Secrets, testSecrets } from './secrets.ts';

export interface SimulatorOptions {
  /** 0: any free one. */
  port?: number;
  /** Where the shop listens, for each gateway; may be given later by `listen`. */
  webhooks?: Partial<Record<DialectName, string>>;
  secrets?: Partial<Secrets>;
  /** The same seed gives the same names. */
  seed?: number;
  now?: () => Date;
  retryGapsMs?: readonly number[];
  shopName?: string;
}

export interface Simulator extends Desk {
  url: string;
  /** The base URL of each gateway: what a shop's setting names instead of the real one. */
  base: Record<DialectName, string>;
  secrets: Secrets;
  /** PEM: under it PayPal's webhooks are signed, and it signed itself. */
  paypalCertificate: string;
  seed: number;
  /** From now on this gateway's webhooks go there. */
  listen(gateway: DialectName | 'sandbox', url: string): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const BODY_LIMIT = 1_048_576;

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  refuseInProduction(process.env);
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, routerOptions: { maxParamLength: 300 } });
  app.removeAllContentTypeParsers();
  // Each dialect reads its own bodies, as strictly as the gateway it plays.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    // A page elsewhere may have its name point here.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
      await reply.code(421).send({ error: 'The simulator answers on this machine only.' });
    }
  });

  let url = '';
  const clock = simulatedClock(options.now);
  const faults = openFaults();
  const random = seededRandom(options.seed ?? randomInt(2 ** 31));
  const { retryGapsMs } = options;
  const deliveries = openDeliveries({ clock, faults, ...(retryGapsMs ? { retryGapsMs } : {}) });
  const hooks = new Map<string, string>();
  const world: World = {
    clock,
    random,
    faults,
    secrets: { ...testSecrets, ...options.secrets },
    origin: () => url,
    pageOf: ({ token }) => `${url}/pay/${token}`,
    hookOf: (name) => hooks.get(name) ?? null,
    tell(dialect, news) {
      for (const event of dialect.events(news)) {
        deliveries.queue({
          ...event,
          gateway: dialect.name,
          names: dialect.namesOf(news.payment),
          amount: dialect.amountIn(news.payment),
          url: dialect.hookOf?.(news.payment) ?? world.hookOf(dialect.name),
          takes: dialect.takes ?? ((status) => status >= 200 && status < 300),
          headers: (body, stamp) => dialect.webhookHeaders(event, body, stamp),
        });
      }
    },
  };
  const paypal = paypalDialect(world);
  const dialects = [
    nativeDialect(world),
    stripeDialect(world),
    razorpayDialect(world),
    paypal.dialect,
    juspayDialect(world),
  ];
  const desk = openDesk(world, dialects, deliveries);

  function listen(gateway: DialectName | 'sandbox', hook: string): void {
    if (!isLoopback(hook)) throw new Error(`Webhooks go to this machine only: ${hook}`);
    hooks.set(dialectOf(gateway), hook);
  }
  for (const [gateway, hook] of Object.entries(options.webhooks ?? {})) listen(gateway as DialectName, hook);

  for (const dialect of dialects) serveDialect(app, world, dialect);
  servePages(app, dialects, options.shopName ?? 'Test shop');
  serveControl(app, desk, hooks);
  app.setNotFoundHandler((request, reply) => unknownPath(dialects, request, reply));
  url = await app.listen({ host: HOST, port: options.port ?? 0 });

  return {
    ...desk,
    url,
    base: Object.fromEntries(dialects.map(({ name }) => [name, baseOf(url, name)])) as Record<DialectName, string>,
    secrets: world.secrets,
    paypalCertificate: paypal.certificate,
    seed: random.seed,
    listen,
    async close() {
      clock.stop();
      await deliveries.close();
      await app.close();
    },
  };
}

/** What stands in place of the gateway's own base URL, as its documentation names that. */
const baseOf = (url: string, name: DialectName): string => `${url}/${name === 'razorpay' ? 'razorpay/v1' : name}`;

/** Anybody can “pay” here without money. */
function refuseInProduction({ NODE_ENV, ALLOW_SANDBOX_IN_PRODUCTION: allowed }: NodeJS.ProcessEnv): void {
  if (NODE_ENV === 'production' && allowed !== '1') {
    throw new Error(
      'The payment simulator does not run in production: anybody can “pay” there without money. ' +
        'For a rehearsal set ALLOW_SANDBOX_IN_PRODUCTION=1.',
    );
  }
}
