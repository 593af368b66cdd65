/** Limits where each service runs twice: what an address may do, it may do once, whichever replica it meets. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { silentLogger } from '#platform/log/log.ts';
import { openRedis } from '#platform/neighbours/redis.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import { until } from '#platform/testing/until.ts';
import { assertProblem } from '../shape.ts';
import { newCategory, newProduct } from '../steps.ts';

needed('redis-server', redisIsInstalled(), () => {
  const LIMIT = 40;
  /** Of `POST /login`, in its contract. */
  const LOGINS = 30;
  let redis: TestRedis;
  let shop: TestShop;
  let product: any;
  let clients = 0;
  let client: { 'x-forwarded-for': string };

  before(async () => {
    redis = await startTestRedis();
    shop = await openTestShop({
      apart: true,
      replicas: 2,
      redisUrl: redis.url,
      environment: { RATE_LIMIT: 'on', RATE_PER_MINUTE: String(LIMIT), TRUSTED_PROXIES: '127.0.0.1' },
    });
    const admin = await shop.admin();
    product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id });
  });
  const newClient = () => {
    clients += 1;
    client = { 'x-forwarded-for': `198.51.100.${clients}` };
  };
  beforeEach(newClient);
  after(async () => {
    await shop.close();
    await redis.stop();
  });

  const read = async (headers: Record<string, string> = client) =>
    (await shop.request('GET', '/products', { headers })).status;
  const readOften = async (times: number) => {
    const answers = await Promise.all(Array.from({ length: times }, () => read()));
    return answers.filter((status) => status === 200).length;
  };
  const isUp = () => shop.parts.every(({ bases }) => [...bases.values()].every(({ neighbours }) => neighbours.hears()));

  test('requests that are split over two replicas are counted as one', async () => {
    await until('all hear Redis', isUp);
    // Again where Redis was slow on this machine: then each counts for itself, and more are served.
    await until('exactly the limit is served', async () => {
      newClient();
      return (await readOften(LIMIT + 20)) === LIMIT;
    });
    const refused = await shop.request('GET', '/products', { headers: client });
    assertProblem(refused, 429, 'rate.limited');
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal(await read({ 'x-forwarded-for': '203.0.113.7' }), 200, 'others shop on');
  });

  test('the services are one for who fills the limit, and a route with a limit of its own counts by itself', async () => {
    await readOften(2 * LIMIT);
    const readCart = () => shop.request('GET', '/cart', { headers: client });
    await until('the cart refuses as well', async () => (await readCart()).status === 429);
    const login = () =>
      shop.request('POST', '/login', { headers: client, body: { email: 'a@shop.test', password: 'b' } });
    const answers = await Promise.all(Array.from({ length: 2 * LOGINS }, login));
    const limited = answers.filter(({ body }) => body.code === 'rate.limited' && /Too many requests/i.test(body.title));
    assert.ok(answers.some(({ body }) => body.code === 'auth.invalid_credentials'));
    assert.ok(limited.length > 0, 'each replica has had no more than the limit');
  });

  test('wrong passwords for one account are counted over both replicas', async () => {
    const buyer = await shop.signUp();
    const guess = () =>
      shop.request('POST', '/login', { headers: client, body: { email: buyer.email, password: 'a wrong phrase' } });
    const guesses = await Promise.all(Array.from({ length: 16 }, guess));
    assert.equal(guesses.filter(({ status }) => status === 401).length, 10);
    assertProblem(await guess(), 429, 'rate.limited');
  });

  test('what services ask each other is nobody’s request', async () => {
    // Each shopper adds once, and each time the cart asks the product service, always from the same address.
    for (let shopper = 0; shopper < LIMIT + 20; shopper += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.${shopper}` };
      await shop.expect(201, 'POST', '/cart/items', { headers, body: { productId: product.id, quantity: 1 } });
    }
  });

  test('a forged peer is counted like anybody', async () => {
    const headers = { ...client, 'x-haat-peer': 'b3JkZXI6cHJvZHVjdDo5OTk5.AAAA' };
    const answers = await Promise.all(Array.from({ length: 3 * LIMIT }, () => read(headers)));
    assert.ok(answers.includes(429));
  });

  test('while Redis stands still each replica counts for itself, and no request fails or waits for it', async () => {
    assert.equal(await readOften(LIMIT / 2), LIMIT / 2);
    const link = await openRedis({ url: redis.url, prefix: 'test', log: silentLogger() });
    await until('a link stands', () => link.isUp());
    redis.freeze();
    try {
      let waitedForRedis = false;
      const ping = link.commands.ping().catch(() => {
        waitedForRedis = true;
      });
      const served = await readOften(3 * LIMIT);
      assert.equal(waitedForRedis, false, 'all are answered before a command to Redis is given up');
      assert.ok(served >= LIMIT / 2 && served <= 2 * LIMIT - LIMIT / 2, `${served} were served`);
      await ping;
    } finally {
      redis.resume();
      link.close();
    }
  });

  test('a Redis that was emptied, killed and started again opens no gate', async () => {
    await until('all hear Redis', isUp);
    await readOften(3 * LIMIT);
    await redis.flush();
    assert.equal(await readOften(LIMIT), 0);
    await redis.kill();
    assert.equal(await readOften(LIMIT), 0);
    await redis.start();
    await until('all hear Redis again', isUp);
    assert.equal(await readOften(LIMIT), 0);
  });
});
