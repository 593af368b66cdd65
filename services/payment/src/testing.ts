/**
 * The payment service alone, for tests: real database, HTTP, jobs and sandbox. The order service is played by a map of
 * orders that answers its three peer operations; whole journeys with the real one stand in `journeys.test.ts`.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { orderErrors } from '#contracts/order/errors.ts';
import { paymentApi } from '#contracts/payment/api.ts';
import { paymentErrors } from '#contracts/payment/errors.ts';
import { createPeerIdentity } from '#platform/auth/peers.ts';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { readConfig } from '#platform/config/config.ts';
import { problem, registerErrors } from '#platform/errors/problem.ts';
import { consume, type EventHandlers } from '#platform/events/inbox.ts';
import { createJobQueue, type JobHandlers, startWorker } from '#platform/events/jobs.ts';
import { createOutbox } from '#platform/events/outbox.ts';
import { platformMigrations } from '#platform/events/tables.ts';
import { folderStore } from '#platform/files/files.ts';
import { createApp } from '#platform/http/app.ts';
import { mount } from '#platform/http/mount.ts';
import type { Loop } from '#platform/lifecycle/loop.ts';
import { createLogger } from '#platform/log/log.ts';
import { createMailer } from '#platform/mail/mail.ts';
import { withoutNeighbours } from '#platform/neighbours/neighbours.ts';
import { type Caller, type Context, systemContext } from '#platform/service/context.ts';
import { openDatabase, run } from '#platform/sql/database.ts';
import { migrate } from '#platform/sql/migrate.ts';
import { provision } from '#platform/sql/provision.ts';
import { createTestDatabase } from '#platform/testing/database.ts';
import { until } from '#platform/testing/until.ts';
import { operationsOf } from '#platform/transport/invoke.ts';
import { migrations } from '../migrations/index.ts';
import type { PaymentBase, PaymentService, Tables } from './base.ts';
import { paymentConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { jobs } from './jobs.ts';
import { openDesk } from './providers/desk.ts';
import type { PaymentGateway } from './providers/gateway.ts';
import { buildGateways } from './providers/registry.ts';
import { sandboxGateway } from './providers/sandbox/gateway.ts';
import { routes } from './routes.ts';
import { sandboxOf } from './service.ts';
import type { Sandbox } from './simulator/in-shop/host.ts';
import { sandboxJobs } from './simulator/in-shop/jobs.ts';
import { deliverDocuments } from './use-cases/deliver-documents.ts';
import type { OrderToPay } from './use-cases/order-to-pay.ts';
import { startDelivery } from './wiring/delivery.ts';
import { startPayment } from './wiring/start.ts';

export interface TillAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text where it is none. */
  body: any;
}

export interface Till {
  /** Its own address. */
  url: string;
  service: PaymentService;
  sandbox: Sandbox;
  app: FastifyInstance;
  /** What the order service would answer; tests may change it. */
  orders: Map<number, OrderToPay>;
  /** Attempts that the order service was told of. */
  announced: Array<{ orderId: number; expiresAt: string }>;
  /** A fresh pending order of user 7, not yet heard of. */
  order(change?: Partial<OrderToPay>): OrderToPay;
  request(method: string, path: string, options?: TillRequest): Promise<TillAnswer>;
  /** An event of another service, through the real inbox. */
  hear(type: string, data: Record<string, unknown>, source?: string): Promise<void>;
  context(userId?: number): Context;
  sql<T = any>(text: string, values?: unknown[]): Promise<T[]>;
  /** Types of the events emitted so far, or the events of one type. */
  events(type?: string): Promise<Array<{ type: string; data: any }>>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface TillRequest {
  as?: number;
  admin?: boolean;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TillOptions {
  /** Further gateways, or a changed sandbox; without them those that `environment` names, else the sandbox. */
  gateways?: (sandbox: PaymentGateway) => PaymentGateway[];
  environment?: Record<string, string>;
  /** Of the shop; INR by itself. */
  currency?: string;
  /** Webhooks go nowhere: the other roads have to do. */
  deaf?: boolean;
}

const SECRET_KEY = 'test-only-key-0123456789abcdef0123456789abcdef';

export async function openTill(options: TillOptions = {}): Promise<Till> {
  registerErrors(paymentErrors);
  registerErrors(orderErrors);
  const log = createLogger({ level: process.env.TEST_LOG ?? 'silent', pretty: false });
  const testDatabase = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-till-'));
  const address = (await provision(testDatabase.url, ['payment'], SECRET_KEY)).get('payment')!;
  const database = openDatabase<Tables>({ ...address, poolSize: 8 });
  await migrate(database, [...platformMigrations, ...migrations]);
  const app = await createApp({
    log,
    rateLimit: undefined,
    corsOrigins: [],
    trustedProxies: [],
    secureTransport: false,
  });

  const orders = new Map<number, OrderToPay>();
  const announced: Till['announced'] = [];
  let worker: Loop | undefined;
  const base: PaymentBase = {
    name: 'payment',
    instanceId: randomUUID(),
    database,
    config: readConfig(paymentConfig, options.environment ?? {}),
    common: {
      production: false,
      publicUrl: '',
      selfUrl: '',
      secretKey: SECRET_KEY,
      currency: options.currency ?? 'INR',
      dataDir,
      rateLimit: false,
    },
    log,
    peers: { order: orderPeer(orders, announced) as unknown as PaymentBase['peers']['order'] },
    outbox: createOutbox({ subscribersOf: () => [], wake: () => {} }),
    jobs: createJobQueue(() => worker?.wake()),
    mail: createMailer({ from: 'Shop <shop@shop.test>', folder: join(dataDir, 'mail'), log }),
    files: folderStore(join(dataDir, 'files')),
    endedSessions: createEndedSessions({ fed: false }),
    neighbours: withoutNeighbours(true),
  };
  const callers = new Map<string, Caller>();
  const key = Buffer.alloc(32);
  // The address is known only once the app listens, and everything else needs it.
  const late = {} as { service: PaymentService; sandbox: Sandbox };
  const api = new Proxy({} as ReturnType<typeof routes>, {
    get: (_, operation: string) => (input: never, context: never, http: never) =>
      (routes(late.service, late.sandbox) as any)[operation](input, context, http),
  });
  mount(app, operationsOf(paymentApi, api), {
    service: 'payment',
    verifier: { verify: async (token) => callers.get(token) ?? Promise.reject(problem('auth.required')) },
    identity: createPeerIdentity(base.common.secretKey, 'payment'),
    guestKey: key,
    log,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  Object.assign(base.common, { publicUrl: url, selfUrl: options.deaf ? 'http://127.0.0.1:1' : url });
  const sandbox = sandboxOf(base);
  const gateway = sandboxGateway(sandbox);
  const named = options.environment?.PAYMENT_GATEWAYS ? buildGateways({ base, sandbox }) : [gateway];
  const desk = openDesk(options.gateways?.(gateway) ?? named, { log, timeoutMs: 3_000 });
  const service = startPayment(base, desk);
  const delivery = startDelivery(service, ({ data }) => deliverDocuments(service, data));
  Object.assign(late, { service, sandbox });
  const heard: EventHandlers = handlers(service);
  const work: JobHandlers = { ...jobs(service), ...sandboxJobs(sandbox) };
  worker = startWorker({ database, handlers: work, log });
  let eventIds = 0;

  function tokenOf(userId: number, admin: boolean): string {
    const token = `${admin ? 'admin' : 'user'}-${userId}`;
    callers.set(token, callerNamed(userId, admin));
    return token;
  }

  const till: Till = {
    url,
    service,
    sandbox,
    app,
    orders,
    announced,
    order(change = {}) {
      const orderId = orders.size + 1;
      const order: OrderToPay = {
        orderId,
        number: `HT-${randomUUID().slice(0, 8).toUpperCase()}`,
        userId: 7,
        email: 'asha@shop.test',
        name: 'Asha Rao',
        amountMinor: 149_900,
        currency: 'INR',
        status: 'pending',
        paymentStatus: 'pending',
        paymentMethod: 'card',
        expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
        ...change,
      };
      orders.set(orderId, order);
      return order;
    },
    async request(method, path, { as, admin = false, body, headers = {} } = {}) {
      const response = await fetch(path.startsWith('http') ? path : url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(as === undefined ? {} : { authorization: `Bearer ${tokenOf(as, admin)}` }),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parsed(text) };
    },
    async hear(type, data, source = 'order') {
      eventIds += 1;
      const event = { id: eventIds, source, type, entityId: 1, version: 1, data, requestId: 'test', at: new Date() };
      const { failed } = await consume(database, heard, [event]);
      if (failed.length > 0) throw new Error(failed[0]!.error);
    },
    context: (userId = 7) => ({ ...systemContext(log, randomUUID()), caller: callerNamed(userId, false) }),
    sql: (text, values = []) => run(database.kysely, text, values),
    events: (type) =>
      type === undefined
        ? run(database.kysely, 'select type, data from outbox order by id', [])
        : run(database.kysely, 'select type, data from outbox where type = $1 order by id', [type]),
    async settled() {
      await until('jobs to settle', async () => {
        const [row] = await till.sql<{ waiting: number }>(
          `select count(*) as waiting from job
           where status = 'ready' and attempts < 3 and run_at < now() + interval '3 minutes' and kind <> $1
             and not (attempts = 0 and run_at > now() + interval '20 seconds')`,
          [options.deaf ? 'sandbox.deliver' : ''],
        );
        return row!.waiting === 0;
      });
    },
    async close() {
      app.server.closeAllConnections();
      await app.close();
      await worker?.stop();
      await service.background.idle();
      await delivery.stop();
      await service.press.close();
      await sandbox.close();
      await desk.close();
      await database.close();
      await testDatabase.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return till;
}

function orderPeer(orders: Map<number, OrderToPay>, announced: Till['announced']) {
  const known = (id: number): OrderToPay => {
    const order = orders.get(id);
    if (!order) throw problem('order.not_found');
    return order;
  };
  return {
    payable: async ({ params }: { params: { id: number } }) => known(params.id),
    latestPayable: async ({ query }: { query: { userId: number } }) => ({
      payable:
        [...orders.values()].reverse().find((order) => order.userId === query.userId && order.status === 'pending') ??
        null,
    }),
    async paymentStarted({ body }: { body: { orderId: number; expiresAt: string } }) {
      if (known(body.orderId).status !== 'pending') throw problem('order.expired');
      announced.push(body);
      return { expiresAt: body.expiresAt };
    },
  };
}

const callerNamed = (userId: number, admin: boolean): Caller => ({
  userId,
  email: `user${userId}@shop.test`,
  name: 'Somebody',
  sessionId: 'session',
  roles: [],
  permissions: new Set(admin ? ['payments.refund', 'payments.read_all', 'payouts.manage', 'ledger.read'] : []),
  expiresAtS: Date.now() / 1_000 + 600,
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
