/** Two replicas behind nginx, one of them restarted while people shop: nobody notices. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { TestUser } from '#apps/server/src/testing.ts';
import { freePort } from '#platform/net/ports.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { needed } from '#platform/testing/needed.ts';
import { until } from '#platform/testing/until.ts';
import { shopAt } from '../shop-at.ts';
import { adminAccount, type ShopProcess, startShop } from '../shop-process.ts';
import { type AnyShop, address, newCategory, newProduct, unique } from '../steps.ts';
import { hasNginx, type NginxProxy, startProxy } from './proxy.ts';

const BUYERS = 4;
/** Adds by strangers, the most a request can lose: nginx must not send them twice. */
const GUESTS = 12;
const READERS = 2;
const STOCK = 100_000;
/** Longer than the idle connections that nginx keeps, see `apps/server/src/proxy/nginx.ts`. */
const NOTICE_MS = '3000';

needed('nginx', hasNginx, () => {
  let database: TestDatabase;
  let dataDir: string;
  let ports: number[];
  let replicas: ShopProcess[];
  let proxy: NginxProxy;
  let shop: AnyShop;
  let buyers: TestUser[];
  let product: any;

  const start = (index: number): Promise<ShopProcess> =>
    startShop({
      dataDir,
      port: ports[index]!,
      environment: {
        DATABASE_URL: database.url,
        SECRET_KEY: 'test-only-key-0123456789abcdef0123456789abcdef',
        NODE_ENV: 'test',
        PUBLIC_URL: proxy.url,
        TRUSTED_PROXIES: '127.0.0.1',
        DRAIN_NOTICE_MS: NOTICE_MS,
        DATABASE_POOL: '5',
        INVARIANTS_EVERY_MINUTES: '0',
      },
    });

  /** From the table: without Redis the one replica may show for a second what was before the other one's sale. */
  async function unitsLeft(): Promise<number> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const text = 'select on_hand - held as "left" from haat_product.stock where product_id = $1';
      return (await client.query(text, [product.id])).rows[0].left;
    } finally {
      await client.end();
    }
  }

  before(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'haat-rolling-'));
    ports = [await freePort(), await freePort()];
    proxy = await startProxy({ upstreams: ports.map((port) => `127.0.0.1:${port}`), workers: 2 });
    replicas = [await start(0)];
    replicas.push(await start(1));
    shop = shopAt(proxy.url, adminAccount);
    const admin = await shop.admin();
    const category = await newCategory(shop, admin);
    product = await newProduct(shop, admin, { category: category.id, quantity: STOCK });
    buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.signUp()));
  });
  after(async () => {
    for (const replica of replicas ?? []) replica.signal('SIGTERM');
    await Promise.all((replicas ?? []).map(({ ended }) => ended));
    await proxy?.stop();
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('while one of two replicas is restarted, no read, add or placement fails, and the books are right', async () => {
    const failures: string[] = [];
    const placed: number[] = [];
    let requests = 0;
    let over = false;

    async function send(method: string, path: string, expected: number, user?: TestUser, body?: unknown): Promise<any> {
      requests += 1;
      try {
        const answer = await shop.request(method, path, { token: user?.token, body });
        if (answer.status !== expected)
          failures.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
      } catch (error) {
        failures.push(`${method} ${path}: ${error} ${(error as Error).cause}`);
      }
    }
    async function buy(buyer: TestUser): Promise<void> {
      while (!over) {
        await send('POST', '/cart/items', 201, buyer, { productId: product.id, quantity: 1 });
        await send('GET', '/cart', 200, buyer);
        const order = await send('POST', '/orders', 201, buyer, { shippingAddress: address });
        if (order?.id) placed.push(order.id);
      }
    }
    async function fill(): Promise<void> {
      while (!over) await send('POST', '/cart/items', 201, undefined, { productId: product.id, quantity: 1 });
    }
    async function read(): Promise<void> {
      while (!over) {
        await send('GET', `/products/${product.id}`, 200);
        await send('GET', `/products?q=${unique('diya')}&limit=5`, 200);
      }
    }

    const load = [
      ...buyers.map(buy),
      ...Array.from({ length: GUESTS }, fill),
      ...Array.from({ length: READERS }, read),
    ];
    await until('the load is on', () => requests > 100);
    replicas[0]!.signal('SIGTERM');
    const { code, errors } = await replicas[0]!.ended;
    assert.equal(code, 0, errors);
    replicas[0] = await start(0);
    await until('the new one is asked again', async () => {
      const last = (await proxy.accessLog()).slice(-200);
      return last.some(({ upstream }) => upstream.endsWith(`:${ports[0]}`));
    });
    over = true;
    await Promise.all(load);

    assert.deepEqual(failures, [], `${failures.length} of ${requests} failed`);
    assert.ok(placed.length > 20, `only ${placed.length} were placed: nothing is proven`);
    assert.equal(new Set(placed).size, placed.length);
    assert.equal(await unitsLeft(), STOCK - placed.length, 'each placement took one unit, once');
  });
});
