/**
 * Puts the chosen services together: databases, peers, events, jobs, HTTP. Production and tests run this same code;
 * `main.ts` adds what concerns the operating system.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cartApi } from '#contracts/cart/api.ts';
import { orderApi } from '#contracts/order/api.ts';
import { paymentApi } from '#contracts/payment/api.ts';
import { productApi } from '#contracts/product/api.ts';
import { userApi } from '#contracts/user/api.ts';
import { createPeerIdentity, PEER_HEADER } from '#platform/auth/peers.ts';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import { createTokenVerifier } from '#platform/auth/tokens.ts';
import { readConfig } from '#platform/config/config.ts';
import { type Client, createClient } from '#platform/contract/client.ts';
import { registerErrors } from '#platform/errors/problem.ts';
import type { EventOf } from '#platform/events/events.ts';
import { forget } from '#platform/events/forget.ts';
import { consume } from '#platform/events/inbox.ts';
import { createJobQueue, startWorker } from '#platform/events/jobs.ts';
import { createOutbox } from '#platform/events/outbox.ts';
import { folderStore } from '#platform/files/files.ts';
import { createApp } from '#platform/http/app.ts';
import { createDrain, type Drain } from '#platform/http/drain.ts';
import { mount } from '#platform/http/mount.ts';
import type { Loop } from '#platform/lifecycle/loop.ts';
import type { Logger } from '#platform/log/log.ts';
import { createMailer } from '#platform/mail/mail.ts';
import { systemContext } from '#platform/service/context.ts';
import type { ServiceBase, StartedService } from '#platform/service/manifest.ts';
import type { Patiently } from '#platform/sql/patience.ts';
import { type Operation, operationsOf } from '#platform/transport/invoke.ts';
import { openBooks } from './books.ts';
import { checkBooks } from './books-check.ts';
import type { Settings } from './config.ts';
import { openDatabases, type ServiceDatabase } from './databases.ts';
import { recordDenials } from './denials.ts';
import { acceptEvents, openDeliveries } from './event-transport.ts';
import { mountHealth } from './health.ts';
import { mountMetrics } from './metrics.ts';
import { meetNeighbours } from './neighbourhood.ts';
import { measurePeers } from './peer-metrics.ts';
import { startRelays } from './relays.ts';
import { runSchedules } from './schedules.ts';
import { allServices } from './services.ts';
import { askUserService, followEndedSessions } from './session-feed.ts';
import { callOrder, createTopology } from './topology.ts';

export interface ShopClients {
  user: Client<typeof userApi>;
  product: Client<typeof productApi>;
  cart: Client<typeof cartApi>;
  order: Client<typeof orderApi>;
  payment: Client<typeof paymentApi>;
}

const HISTORY_EVERY_MS = 6 * 3_600_000;

export interface Haat {
  app: FastifyInstance;
  drain: Drain;
  settings: Settings;
  databases: ReadonlyMap<string, ServiceDatabase>;
  /** What a local service was started with; for seeding and for tests. */
  bases: ReadonlyMap<string, ServiceBase<any, any, any>>;
  operations: ReadonlyMap<string, ReadonlyMap<string, Operation>>;
  /** Calls as the composing process itself, for seeding and commands. */
  clients: ShopClients;
  /** Stops relays, workers and schedules, then closes the databases. The app is closed by its owner before. */
  stop(): Promise<void>;
}

export async function compose(
  settings: Settings,
  databaseUrl: string,
  log: Logger,
  patiently?: Patiently,
): Promise<Haat> {
  for (const manifest of allServices) registerErrors(manifest.errors);
  const ordered = callOrder(allServices);
  const chosen = ordered.filter((manifest) => settings.services.includes(manifest.name));
  const databases = await openDatabases(chosen, settings, databaseUrl, log, patiently);
  const { common, server } = settings;

  const instanceId = randomUUID();
  const neighbourhood = await meetNeighbours(settings, instanceId, log);

  const operations = new Map<string, ReadonlyMap<string, Operation>>();
  const started = new Map<string, StartedService<any>>();
  const bases = new Map<string, ServiceBase<any, any, any>>();
  const topology = createTopology({
    local: settings.services,
    secretKey: common.secretKey,
    urlOf: (service) => server[`${service.toUpperCase()}_URL` as 'X_URL'],
    operationsOf: (service) => operations.get(service),
  });

  const userIsLocal = topology.isLocal('user');
  const endedSessions = createEndedSessions({ fed: !userIsLocal, neighbours: neighbourhood.neighbours });
  const clients: ShopClients = {
    user: createClient(userApi, topology.transport('server', 'user')),
    product: createClient(productApi, topology.transport('server', 'product')),
    cart: createClient(cartApi, topology.transport('server', 'cart')),
    order: createClient(orderApi, topology.transport('server', 'order')),
    payment: createClient(paymentApi, topology.transport('server', 'payment')),
  };
  const users = clients.user;
  const verifier = createTokenVerifier({
    issuer: common.publicUrl,
    fetchKeys: async () => (await users.jwks({}, systemContext(log, randomUUID(), 3_000))) as never,
    ended: endedSessions,
    askSession: userIsLocal ? undefined : askUserService(users, log),
  });

  const subscribersOf = subscriptions();
  const relays = new Map<string, Loop>();
  const workers = new Map<string, Loop>();
  const mail = createMailer({
    from: server.MAIL_FROM,
    smtpUrl: server.SMTP_URL,
    folder: join(common.dataDir, 'outbox-mail'),
    log,
  });

  for (const manifest of chosen) {
    const { name } = manifest;
    const base: ServiceBase<any, any, any> = {
      name,
      instanceId,
      database: databases.get(name)!.database,
      config: readConfig(manifest.config, settings.environment),
      common,
      log: log.child({ service: name }),
      peers: Object.fromEntries(
        manifest.calls.map((peer) => [peer, createClient(apiOf(peer), topology.transport(name, peer))]),
      ),
      outbox: createOutbox({ subscribersOf, wake: () => relays.get(name)?.wake() }),
      jobs: createJobQueue(() => workers.get(name)?.wake()),
      mail,
      files: folderStore(join(common.dataDir, 'files')),
      endedSessions,
      neighbours: neighbourhood.neighbours,
    };
    bases.set(name, base);
    const service = await manifest.start(base);
    started.set(name, service);
    operations.set(name, operationsOf(manifest.api, service.routes));
  }

  const app = await createApp({
    log,
    rateLimit: common.rateLimit
      ? { perMinute: server.RATE_PER_MINUTE, link: neighbourhood.link, isPeer: fromPeer(common.secretKey, chosen) }
      : undefined,
    corsOrigins: list(server.CORS_ORIGINS),
    trustedProxies: list(server.TRUSTED_PROXIES),
    secureTransport: common.publicUrl.startsWith('https:'),
  });
  const drain = createDrain(app);
  for (const manifest of chosen) {
    mount(app, operations.get(manifest.name)!, {
      service: manifest.name,
      verifier,
      identity: createPeerIdentity(common.secretKey, manifest.name),
      guestKey: deriveKey(common.secretKey, 'guest'),
      log,
      onForbidden: recordDenials(bases.get(manifest.name)!),
    });
  }
  const consumers = new Map(
    [...started].map(([name, { handlers = {} }]) => [
      name,
      (events: EventOf[]) => consume(databases.get(name)!.database, handlers, events),
    ]),
  );
  acceptEvents(app, common.secretKey, (subscriber, events) => consumers.get(subscriber)?.(events));
  mountHealth(app, { databases, manifests: allServices, topology, drain });
  const registry = mountMetrics(app, { databases, token: server.METRICS_TOKEN });
  measurePeers(registry, topology, neighbourhood);
  for (const { metrics = [] } of started.values()) for (const metric of metrics) registry.registerMetric(metric);
  const deliver = openDeliveries({
    consumers,
    queues: neighbourhood.queues,
    peer: topology.peer,
    secretKey: common.secretKey,
    registry,
  });
  const books = checksBooks(settings) ? openBooks(databaseUrl) : undefined;
  const booksCheck =
    books &&
    checkBooks({
      base: bases.get('order')!,
      everyMinutes: server.INVARIANTS_EVERY_MINUTES,
      registry,
      query: books.query,
    });

  const feed = userIsLocal ? undefined : followEndedSessions(users, endedSessions, log);
  const shared = !neighbourhood.neighbours.alone;
  for (const manifest of chosen) {
    const { name } = manifest;
    const { database } = databases.get(name)!;
    const serviceLog = log.child({ service: name });
    relays.set(
      name,
      startRelays({
        source: manifest,
        database,
        manifests: allServices,
        isLocal: topology.isLocal,
        deliver,
        shared,
        log: serviceLog,
      }),
    );
    const own = started.get(name)!.jobs ?? {};
    const handlers = booksCheck && name === 'order' ? { ...own, ...booksCheck.jobs } : own;
    workers.set(name, startWorker({ database, handlers, shared, log: serviceLog }));
  }
  const schedules = runSchedules(
    [
      ...[...started.values()].flatMap((service) => service.schedules ?? []),
      ...(booksCheck ? [booksCheck.schedule] : []),
      ...chosen.map(({ name }) => ({
        name: `${name}: history`,
        everyMs: HISTORY_EVERY_MS,
        run: () => forget(databases.get(name)!.database, server.HISTORY_DAYS),
      })),
    ],
    log,
  );

  return {
    app,
    drain,
    settings,
    databases,
    bases,
    operations,
    clients,
    async stop() {
      await schedules.stop();
      await feed?.stop();
      await neighbourhood.queues?.close();
      await Promise.all([...relays.values(), ...workers.values()].map((loop) => loop.stop()));
      for (const service of started.values()) await service.stop?.();
      await topology.close();
      neighbourhood.close();
      await books?.close();
      await Promise.all([...databases.values()].map(({ database }) => database.close()));
    },
  };
}

/** The statements read all schemas, so these must be on one server; the process of the order service asks. */
const checksBooks = ({ server, services }: Settings): boolean =>
  server.INVARIANTS_EVERY_MINUTES > 0 &&
  services.includes('order') &&
  allServices.every(({ name }) => server[`${name.toUpperCase()}_DATABASE_URL` as 'X_URL'] === undefined);

function subscriptions(): (type: string) => readonly string[] {
  const byType = new Map<string, string[]>();
  for (const manifest of allServices) {
    for (const type of manifest.listensTo) byType.set(type, [...(byType.get(type) ?? []), manifest.name]);
  }
  return (type) => byType.get(type) ?? [];
}

function fromPeer(secretKey: string, chosen: readonly { name: string }[]): (request: FastifyRequest) => boolean {
  const identity = createPeerIdentity(secretKey, '');
  return ({ headers }) => {
    const header = headers[PEER_HEADER];
    return typeof header === 'string' && chosen.some(({ name }) => identity.accept(header, name) !== null);
  };
}

const apiOf = (name: string) => allServices.find((manifest) => manifest.name === name)!.api;
const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
