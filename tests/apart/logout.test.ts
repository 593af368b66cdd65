/** The end of a session where each service runs twice: whichever replica heard of it, all refuse the token, by Redis and without. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import { until } from '#platform/testing/until.ts';
import { assertProblem } from '../shape.ts';

needed('redis-server', redisIsInstalled(), () => {
  const REACHES_ALL_MS = 2_000;
  /** Of each service a path that looks at the token. */
  const paths: Record<string, string> = {
    user: '/profile',
    product: '/products',
    cart: '/cart',
    order: '/orders',
    payment: '/payments',
    integration: '/api/orders',
  };
  let redis: TestRedis;
  let shop: TestShop;
  let doors: Array<{ name: string; url: string }>;

  before(async () => {
    redis = await startTestRedis();
    shop = await openTestShop({ apart: true, replicas: 2, redisUrl: redis.url });
    doors = shop.parts.map(({ settings: { services, server } }) => ({
      name: `${services} on ${server.PORT}`,
      url: `http://127.0.0.1:${server.PORT}${paths[services[0]!]}`,
    }));
    assert.equal(doors.length, 12);
  });
  after(async () => {
    await shop.close();
    await redis.stop();
  });

  const ask = async (url: string, token: string) => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const isTakenEverywhere = async (token: string): Promise<void> => {
    for (const { name, url } of doors) assert.equal((await ask(url, token)).status, 200, name);
  };
  /** All at once: a service that has not heard may pass on what another replica of a peer has. */
  const isRefusedEverywhere = async (token: string): Promise<void> => {
    let taken: string[] = [];
    const refuses = async () => {
      const answers = await Promise.all(doors.map(async ({ name, url }) => ({ name, ...(await ask(url, token)) })));
      taken = answers.filter(({ status }) => status !== 401).map(({ name }) => name);
      return taken.length === 0;
    };
    await until('all refuse it', refuses, REACHES_ALL_MS).catch((error) => {
      throw new Error(`Still taken by ${taken}`, { cause: error });
    });
    for (const { url } of doors) assertProblem(await ask(url, token), 401, 'auth.session_ended');
  };

  /** To one replica of the user service. */
  const post = async (replica: number, path: string, token: string, body?: object): Promise<void> => {
    const { server } = shop.parts.filter(({ bases }) => bases.has('user'))[replica]!.settings;
    const { status } = await fetch(`http://127.0.0.1:${server.PORT}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
    });
    assert.equal(status, 200);
  };

  const ends: Array<[string, (user: TestUser, replica: number) => Promise<void>]> = [
    ['a logout', ({ token }, replica) => post(replica, '/logout', token)],
    [
      'a change of roles',
      async ({ id }, replica) => {
        const { token } = await shop.admin();
        const { items } = await shop.expect(200, 'GET', '/roles?limit=100', { token });
        const delivery = items.find(({ name }: { name: string }) => name === 'delivery');
        await post(replica, `/users/${id}/roles`, token, { roleIds: [delivery.id] });
      },
    ],
  ];

  const endsReachAll = () => {
    for (const [what, end] of ends) {
      test(`${what} at one replica reaches both of every service within two seconds`, async () => {
        for (const replica of [0, 1]) {
          const user = await shop.signUp();
          await isTakenEverywhere(user.token);
          await end(user, replica);
          await isRefusedEverywhere(user.token);
        }
      });
    }
  };

  describe('with Redis', endsReachAll);
  describe('while Redis is away', () => {
    before(() => redis.kill());
    endsReachAll();
  });
});
