/** The shop as a process that is stopped, killed and started again: what was promised before holds afterwards. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { TestUser } from '#apps/server/src/testing.ts';
import { freePort } from '#platform/net/ports.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';
import { until } from '#platform/testing/until.ts';
import { shopAt } from '../shop-at.ts';
import { adminAccount, type ShopProcess, startShop, startToEnd } from '../shop-process.ts';
import {
  type AnyShop,
  address,
  addToCart,
  newCategory,
  newProduct,
  order,
  pay,
  place,
  readOrder,
  readProduct,
  tryToPlace,
  unique,
} from '../steps.ts';

const BUYERS = 12;
const STOCK = 1_000;

let dataDir: string;
let port: number;
let running: ShopProcess;
let isUp = false;
let shop: AnyShop;
let admin: TestUser;
let buyers: TestUser[];
let product: any;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'haat-restart-'));
  port = await freePort();
  await startAgain();
  shop = shopAt(running.url, adminAccount);
  admin = await shop.admin();
  buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.signUp()));
  const category = await newCategory(shop, admin);
  product = await newProduct(shop, admin, { category: category.id, quantity: STOCK });
});
after(async () => {
  running?.signal('SIGTERM');
  await running?.ended;
  await rm(dataDir, { recursive: true, force: true });
});

async function startAgain(): Promise<void> {
  running = await startShop({ dataDir, port });
  isUp = true;
  void running.ended.then(() => {
    isUp = false;
  });
}

// One test that fails must not take the next ones with it.
beforeEach(async () => {
  if (!isUp) await startAgain();
});

/** Orders of all buyers that stand, each with its units. */
async function standing(): Promise<any[]> {
  const pages = await Promise.all(
    buyers.map(({ token }) => shop.expect(200, 'GET', '/orders?limit=100', { token }).then(({ items }) => items)),
  );
  return pages.flat().filter((found) => found.status === 'pending' || found.status === 'completed');
}

const unitsOf = (orders: any[]): number =>
  orders.flatMap(({ items }) => items).reduce((sum, line) => sum + line.quantity, 0);

/** What is left in stock and what stands in orders is what was put in, once recovery is through. */
async function stockAddsUp(): Promise<void> {
  await until('stock and orders add up', async () => {
    const [{ quantity }, orders] = await Promise.all([readProduct(shop, product.id), standing()]);
    return quantity + unitsOf(orders) === STOCK;
  });
  await until('no hold is left of anything else', async () => {
    const { levels } = await shop.expect(200, 'GET', `/products/${product.id}/stock`, { token: admin.token });
    const pending = (await standing()).filter(({ status }) => status === 'pending');
    return levels[0].held === unitsOf(pending);
  });
}

/** The books, by the command that an operator would use. */
async function booksAreRight(): Promise<void> {
  await until('the invariants hold', async () => {
    const command = spawn(process.execPath, ['apps/server/src/commands/invariants.ts'], {
      stdio: 'ignore',
      env: { ...bareEnvironment(), DATA_DIR: dataDir },
    });
    const [code] = await once(command, 'close');
    return code === 0;
  });
}

test('orders, carts, sessions and stock survive a SIGTERM and a kill -9, and the road goes on', async () => {
  const [buyer, other] = buyers as [TestUser, TestUser];
  const line = { productId: product.id, quantity: 2 };
  const unpaid = await order(shop, buyer, line);
  const paid = await order(shop, buyer, line);
  await pay(shop, buyer, paid.id);
  await addToCart(shop, other, line);

  running.signal('SIGTERM');
  assert.equal((await running.ended).code, 0);
  await startAgain();
  const survived = async () => {
    assert.equal((await readOrder(shop, buyer, unpaid.id)).status, 'pending');
    assert.equal((await readOrder(shop, buyer, paid.id)).status, 'completed');
    const cart = await shop.expect(200, 'GET', '/cart', { token: other.token });
    assert.deepEqual(
      cart.items.map((item: any) => item.quantity),
      [2],
    );
    await stockAddsUp();
  };
  await survived();

  running.signal('SIGKILL');
  assert.equal((await running.ended).code, null);
  await startAgain();
  await survived();

  await pay(shop, buyer, unpaid.id);
  const again = await place(shop, other);
  await pay(shop, other, again.id);
  await stockAddsUp();
});

test('killed while many are ordering: each order stands with its stock or nothing does, and a repeat makes none twice', async () => {
  const before = await standing();
  await Promise.all(buyers.map((buyer) => refill(buyer)));
  const keys = buyers.map(() => unique('key'));
  const tries = buyers.map((buyer, index) => tryToPlace(shop, buyer, {}, { 'idempotency-key': keys[index]! }));
  const answered: any[] = [];
  for (const attempt of tries)
    void attempt.then(({ status, body }) => status === 201 && answered.push(body)).catch(() => {});
  await Promise.race(tries);
  running.signal('SIGKILL');
  await running.ended;
  await Promise.allSettled(tries);
  await startAgain();

  for (const { id } of answered) {
    const [found] = (await standing()).filter((one) => one.id === id);
    assert.ok(found, `order ${id} was answered and is gone`);
  }
  // Recovery alone, before any client comes back: what died half-way has given everything back, the carts too.
  await stockAddsUp();
  await Promise.all(
    buyers.map(({ token }) =>
      until('the cart takes changes again', async () => {
        const body = { productId: product.id, quantity: 1 };
        return (await shop.request('POST', '/cart/items', { token, body })).status === 201;
      }),
    ),
  );
  const repeated = await Promise.all(buyers.map((buyer, index) => placeAtLast(buyer, keys[index]!)));
  assert.equal(new Set(repeated.map(({ id }) => id)).size, BUYERS);
  for (const { id } of answered)
    assert.ok(
      repeated.some((one) => one.id === id),
      'a repeat made a second order',
    );
  assert.equal((await standing()).length, before.length + BUYERS);
  await stockAddsUp();
  await booksAreRight();
});

async function refill(buyer: TestUser): Promise<void> {
  await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
  await addToCart(shop, buyer, { productId: product.id, quantity: 1 });
}

/** As a client does that got no answer: the same request with the same key, until one comes. */
function placeAtLast(buyer: TestUser, key: string): Promise<any> {
  return until('the order is placed', async () => {
    const { status, body } = await tryToPlace(shop, buyer, {}, { 'idempotency-key': key });
    assert.ok(status === 201 || [409, 503].includes(status), `${status} ${JSON.stringify(body)}`);
    return status === 201 && body;
  });
}

test('SIGTERM under load: every request that was accepted is answered, then it ends with 0', async () => {
  await Promise.all(buyers.map((buyer) => refill(buyer)));
  const lines = [...buyers, ...buyers].map(({ token }) => openLine(token));
  await Promise.all(lines.map((line) => line.send('GET', '/profile')));
  // Passwords are hashed one or two at a time, so some of these are always still at work.
  const signingIn = buyers.map(({ email, password }, index) =>
    lines[index]!.send('POST', '/login', { email, password }),
  );
  const placing = lines.slice(BUYERS).map((line) => line.send('POST', '/orders', { shippingAddress: address }));
  let answered = 0;
  for (const answer of [...signingIn, ...placing]) void answer.then(() => (answered += 1)).catch(() => {});
  await Promise.race(signingIn);
  running.signal('SIGTERM');
  const open = signingIn.length + placing.length - answered;
  assert.ok(open >= 3, `only ${open} were still open: nothing is proven`);
  const statuses = await Promise.all([...signingIn, ...placing].map((answer) => answer.then(({ status }) => status)));
  assert.ok(
    statuses.every((status) => [200, 201, 503].includes(status)),
    statuses.join(' '),
  );
  const { code, errors } = await running.ended;
  assert.equal(code, 0, errors);
  for (const line of lines) line.close();

  await startAgain();
  const placed = (await Promise.all(placing)).filter(({ status }) => status === 201);
  assert.ok(placed.length > 0);
  const ids = (await standing()).map(({ id }) => id);
  for (const { body } of placed) assert.ok(ids.includes(body.id), `order ${body.id} was answered and is gone`);
  await stockAddsUp();
});

interface Line {
  send(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  close(): void;
}

/** One connection that is kept, so that what is sent on it has been accepted. */
function openLine(token: string): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
        const sending = httpRequest(new URL(path, running.url), { method, headers, agent });
        sending.on('response', async (response) => {
          const chunks = await response.toArray();
          resolve({ status: response.statusCode!, body: JSON.parse(Buffer.concat(chunks).toString()) });
        });
        sending.on('error', reject);
        sending.end(body ? JSON.stringify(body) : undefined);
      }),
    close: () => agent.destroy(),
  };
}

const isOneSentence = (text: string): boolean => /^[A-Z][^\n]{10,300}\.\n$/.test(text);

test('a second start on the same folder is refused in one sentence, and the first goes on', async () => {
  const { code, errors } = await startToEnd({ dataDir, port: await freePort() });
  assert.equal(code, 1);
  assert.ok(isOneSentence(errors), errors);
  await readProduct(shop, product.id);
});

test('a busy port is refused in one sentence that names it, and leaves no database running', async (t) => {
  running.signal('SIGTERM');
  await running.ended;
  const squatter = createServer().listen(port, '127.0.0.1');
  t.after(() => squatter.close());
  await once(squatter, 'listening');
  const { code, errors } = await startToEnd({ dataDir, port });
  assert.equal(code, 1);
  assert.ok(isOneSentence(errors), errors);
  assert.match(errors, new RegExp(String(port)));
  squatter.close();
  await once(squatter, 'close');
  await startAgain();
  await readProduct(shop, product.id);
});

test('a wrong setting is refused in one sentence that says what to set', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'haat-settings-'));
  const wrong: Record<string, string>[] = [
    { PORT: 'eight thousand' },
    { SERVICES: 'basket' },
    { HAAT_PROT: '8000' },
    { SECRET_KEY: 'short' },
    { NODE_ENV: 'production' },
    { NODE_ENV: 'production', PUBLIC_URL: 'https://shop.test', RATE_LIMIT: 'off' },
  ];
  await Promise.all(
    wrong.map(async (environment) => {
      const { code, errors } = await startToEnd({ dataDir: folder, port, environment });
      assert.equal(code, 1, JSON.stringify(environment));
      assert.ok(isOneSentence(errors), `${JSON.stringify(environment)}: ${errors}`);
    }),
  );
  await rm(folder, { recursive: true, force: true });
});
