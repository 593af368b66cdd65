/** The product service alone on a database of its own, for tests of its use cases. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permissionNames } from '#contracts/common/permissions.ts';
import { productErrors } from '#contracts/product/errors.ts';
import { readConfig } from '#platform/config/config.ts';
import { registerErrors } from '#platform/errors/problem.ts';
import { consume } from '#platform/events/inbox.ts';
import { createJobQueue, workOnce } from '#platform/events/jobs.ts';
import { createOutbox } from '#platform/events/outbox.ts';
import { platformMigrations } from '#platform/events/tables.ts';
import { folderStore } from '#platform/files/files.ts';
import { createLogger } from '#platform/log/log.ts';
import { withoutNeighbours } from '#platform/neighbours/neighbours.ts';
import { type Context, systemContext } from '#platform/service/context.ts';
import { openDatabase, run } from '#platform/sql/database.ts';
import type { Limits } from '#platform/sql/limits.ts';
import { migrate } from '#platform/sql/migrate.ts';
import { provision } from '#platform/sql/provision.ts';
import { forBoth } from '#platform/testing/all-schemas.ts';
import { createTestDatabase } from '#platform/testing/database.ts';
import { migrations } from '../../migrations/index.ts';
import type { ProductBase, ProductService } from '../base.ts';
import { productConfig } from '../config.ts';
import { productHandlers } from '../handlers.ts';
import { productJobs } from '../jobs.ts';
import { openProductService } from '../service.ts';

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';

export interface TestProducts {
  product: ProductService;
  /** Another process on the same database. */
  replica(): ProductService;
  sql<T = any>(text: string, values?: unknown[]): Promise<T[]>;
  /** Events of other services, delivered as the relay does, and the jobs that follow from them. */
  deliver(...events: Array<{ type: string; data: object; id?: number; version?: number }>): Promise<void>;
  close(): Promise<void>;
}

export async function openTestProducts(
  environment: Record<string, string> = {},
  limits: Partial<Limits> = {},
): Promise<TestProducts> {
  registerErrors(productErrors);
  const server = await createTestDatabase();
  const { url, schema } = (await provision(server.url, ['product'], secretKey)).get('product')!;
  const database = openDatabase<any>({ url, schema, poolSize: 10, limits });
  await migrate(database, [...platformMigrations, ...migrations]);
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-product-'));
  const log = createLogger({ level: process.env.TEST_LOG ?? 'silent', pretty: false });
  const base = {
    name: 'product',
    instanceId: randomUUID(),
    database,
    config: readConfig(productConfig, environment),
    common: { currency: 'INR', secretKey, publicUrl: 'http://shop.test', dataDir },
    log,
    peers: {},
    neighbours: withoutNeighbours(true),
    outbox: createOutbox({ subscribersOf: () => [], wake() {} }),
    jobs: createJobQueue(() => {}),
    files: folderStore(join(dataDir, 'files')),
  } as unknown as ProductBase;
  const product = openProductService(base);
  const handlers = productHandlers(product);
  const jobs = productJobs(product);
  let lastEventId = 0;
  return {
    product,
    replica: () => openProductService(base),
    sql: (text, values = []) => run(database.kysely, forBoth(text), values),
    async deliver(...events) {
      const { failed } = await consume(
        database,
        handlers,
        events.map(({ type, data, id, version = 1 }) => {
          lastEventId += 1;
          return {
            id: id ?? lastEventId,
            source: 'test',
            type,
            entityId: 1,
            version,
            data,
            requestId: 'test',
            at: new Date(),
          };
        }),
      );
      if (failed.length > 0) throw new Error(failed[0]!.error);
      await workOnce({ database, handlers: jobs, log });
    },
    async close() {
      await database.close();
      await server.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function contextFor(caller: { userId: number; permissions: readonly string[] } | null, key?: string): Context {
  const log = createLogger({ level: 'silent', pretty: false });
  return {
    ...systemContext(log, randomUUID()),
    idempotencyKey: key ?? null,
    caller: caller && {
      userId: caller.userId,
      email: `u${caller.userId}@shop.test`,
      name: 'Asha Rao',
      sessionId: 'test',
      roles: [],
      permissions: new Set(caller.permissions),
      expiresAtS: Date.now() / 1_000 + 300,
    },
  };
}

export const asAdmin = (key?: string): Context => contextFor({ userId: 9, permissions: permissionNames }, key);
export const asSeller = (userId: number, key?: string): Context =>
  contextFor({ userId, permissions: ['products.write'] }, key);
export const asCustomer = (): Context => contextFor({ userId: 77, permissions: [] });
export const asVisitor = (): Context => contextFor(null);
