/**
 * A process that dies by kill -9 at any step of a placement leaves either one order, with its stock taken and its cart
 * emptied, or none and nothing taken. This file is also the process that dies: see `beTheVictim`.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compose } from '#apps/server/src/compose.ts';
import { readSettings } from '#apps/server/src/config.ts';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { createLogger } from '#platform/log/log.ts';
import { until } from '#platform/testing/until.ts';
import { orderService } from '../service.ts';
import { brokenOrders, type OrderShop, orderShop, type Person } from '../testing.ts';

const VICTIM = 'ORDER_TEST_VICTIM_URL';

if (process.env[VICTIM]) await beTheVictim(process.env[VICTIM]);
else theTests();

/** An order service of its own on the shop's database, which asks the test's shop for cart and product. */
async function beTheVictim(databaseUrl: string): Promise<void> {
  const settings = readSettings({ ...process.env, DATABASE_URL: databaseUrl, SERVICES: 'order' });
  const { app } = await compose(settings, databaseUrl, createLogger({ level: 'silent', pretty: false }));
  process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
  // Should the test end without killing it.
  process.stdin.on('end', () => process.exit()).resume();
}

function theTests(): void {
  let shop: TestShop;
  let it: OrderShop;

  before(async () => {
    shop = await openTestShop();
    it = await orderShop(shop);
  });
  after(async () => {
    // What a victim had taken into its hands would be looked at again only after minutes.
    await shop.sql(`update haat_order.delivery set next_at = now()`);
    await shop.sql(`update haat_order.job set run_at = now() where status = 'ready'`);
    const broken = await brokenOrders(shop);
    await shop.close();
    assert.deepEqual(broken, []);
  });

  interface Victim {
    process: ChildProcess;
    url: string;
  }

  async function startVictim(crashAt: string): Promise<Victim> {
    const { settings } = shop.parts[0]!;
    const urls = Object.fromEntries(
      ['USER', 'PRODUCT', 'CART', 'PAYMENT', 'INTEGRATION'].map((name) => [`${name}_URL`, shop.url('GET', '')]),
    );
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...urls,
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        HAAT_CRASH_AT: crashAt,
        [VICTIM]: shop.databaseUrl,
        SECRET_KEY: settings.common.secretKey,
        PUBLIC_URL: settings.common.publicUrl,
        DATA_DIR: shop.dataDir,
        DATABASE_POOL: '3',
        // Its check would wait in the job table for a process that has the books open.
        INVARIANTS_EVERY_MINUTES: '0',
      },
    });
    const [line] = await once(child.stdout!, 'data');
    return { process: child, url: String(line).trim() };
  }

  /** Places at a process that dies at `crashAt`; resolves when it is dead. */
  async function placeAndDie(crashAt: string, user: Person, key: string): Promise<void> {
    const victim = await startVictim(crashAt);
    const died = once(victim.process, 'exit');
    const answer = await fetch(`${victim.url}/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${user.token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ shippingAddress: exampleAddress }),
    }).then(
      (response) => response.status,
      () => 'no answer',
    );
    assert.equal(answer, 'no answer', `it should have died at ${crashAt}`);
    const [, signal] = await died;
    assert.equal(signal, 'SIGKILL');
  }

  const statusesOf = async (userId: number): Promise<string[]> => {
    const rows = await shop.sql(`select status from haat_order.orders where user_id = $1 order by id`, [userId]);
    return rows.map(({ status }) => status);
  };

  /** Stock and cart are as before, and the cart takes changes again. */
  async function givenBack(user: Person, product: { id: number }): Promise<void> {
    await until('the stock to come back', async () => (await it.quantityOf(product)) === 10);
    await until('the cart to be free', async () => {
      const body = { productId: product.id, quantity: 1 };
      return (await shop.request('POST', '/cart/items', { token: user.token, body })).status === 201;
    });
  }

  const retry = (user: Person, key: string) =>
    until('the key to be free', async () => {
      const answer = await it.tryToPlace(user, {}, { 'idempotency-key': key });
      return it.said(answer) !== '409 idempotency.in_progress' && answer;
    });

  for (const point of ['order.intended', 'order.claimed', 'order.held', 'order.placing']) {
    test(`killed at ${point}: nothing is taken, and the same request places the order`, async () => {
      const lamp = await it.product();
      const user = await it.shopperWith(lamp);
      await placeAndDie(point, user, point);
      await until('recovery', async () => (await statusesOf(user.id)).join() === 'rejected');
      await givenBack(user, lamp);
      const answer = await retry(user, point);
      assert.equal(answer.status, 201);
      assert.deepEqual(await statusesOf(user.id), ['rejected', 'pending']);
      assert.equal(await it.quantityOf(lamp), 8);
    });
  }

  for (const point of ['order.placed', 'order.finished']) {
    test(`killed at ${point}: the order stands, the cart is empty, and the same request is told so`, async () => {
      const lamp = await it.product();
      const user = await it.shopperWith(lamp);
      await placeAndDie(point, user, point);
      await until('the cart to be emptied', async () => (await it.cartOf(user)).items.length === 0);
      const answer = await retry(user, point);
      assert.equal(answer.status, 201);
      assert.deepEqual(await statusesOf(user.id), ['pending']);
      assert.equal((await it.order(user, answer.body.id)).number, answer.body.number);
      assert.equal(await it.quantityOf(lamp), 9);
    });
  }

  for (const point of ['order.refusing', 'order.rejected']) {
    test(`killed at ${point}, while it refuses: nothing is taken`, async () => {
      const lamp = await it.product({ quantity: 1 });
      const other = await it.product();
      const user = await it.shopperWith(other, lamp);
      await it.place(await it.shopperWith(lamp));
      await placeAndDie(point, user, point);
      await until('recovery', async () => (await statusesOf(user.id)).join() === 'rejected');
      await givenBack(user, other);
    });
  }

  test('a request with the key of a dead process takes over at once, before recovery has come', async () => {
    const lamp = await it.product();
    const user = await it.shopperWith(lamp);
    await shop.sql(
      `insert into haat_order.orders (number, user_id, user_name, user_email, idempotency_key, fingerprint, instance_id, shipping_address)
       values ('HT-DEAD', $1, '', '', 'dead', $2, 'gone', '{}')`,
      [user.id, await fingerprint(user, lamp)],
    );
    const answer = await it.tryToPlace(user, {}, { 'idempotency-key': 'dead' });
    assert.equal(answer.status, 201);
    assert.deepEqual((await statusesOf(user.id)).slice(-2), ['rejected', 'pending']);
  });

  /** Of the body that `tryToPlace` sends; taken from an order that was placed with it. */
  async function fingerprint(user: Person, lamp: { id: number }): Promise<string> {
    await it.tryToPlace(user, {}, { 'idempotency-key': 'learn' });
    await it.add(user, lamp);
    const [row] = await shop.sql(`select fingerprint from haat_order.orders where user_id = $1`, [user.id]);
    return row.fingerprint;
  }

  const intent = (number: string, user: { id: number }, instance: string) =>
    shop.sql(
      `insert into haat_order.orders (number, user_id, user_name, user_email, fingerprint, instance_id, shipping_address)
       values ($1, $2, '', '', '', $3, '{}')`,
      [number, user.id, instance],
    );
  const instance = (id: string, silentMs: number) =>
    shop.sql(`insert into haat_order.instance values ($1, 'elsewhere', 1, null, $2)`, [
      id,
      new Date(Date.now() - silentMs),
    ]);
  const orderBase = () => shop.parts.find((part) => part.bases.has('order'))!.bases.get('order')!;

  test('what the last process left behind is recovered before the first request, and a silent one after ten seconds', async () => {
    const user = await shop.signUp();
    await instance('alive elsewhere', 1_000);
    await instance('silent elsewhere', 11_000);
    await intent('HT-1', user, 'of an earlier start');
    await intent('HT-2', user, 'silent elsewhere');
    await intent('HT-3', user, 'alive elsewhere');
    const restarted = await orderService.start({ ...orderBase(), instanceId: 'restarted' });
    assert.equal((await statusesOf(user.id))[0], 'rejected');
    await until('recovery', async () => (await statusesOf(user.id))[1] === 'rejected');
    assert.equal((await statusesOf(user.id))[2], 'placing');
    await restarted.stop!();
    const told = await shop.sql(`select data from haat_order.outbox where type = 'order.rejected' order by id`);
    const reasons = told.flatMap(({ data }) => (data.userId === user.id ? [data.reason] : []));
    assert.deepEqual(reasons, ['abandoned', 'abandoned']);
    await shop.sql(`update haat_order.instance set beat_at = now() - interval '1 minute' where id = 'alive elsewhere'`);
    await until('recovery', async () => (await statusesOf(user.id)).at(-1) === 'rejected');
  });

  test('after an outage, in which nobody was heard, who comes back first does not take the others for dead', async (t) => {
    const user = await shop.signUp();
    const real = performance.now.bind(performance);
    let aheadMs = 0;
    t.mock.method(performance, 'now', () => real() + aheadMs);
    const first = await orderService.start({ ...orderBase(), instanceId: 'back first' });
    const turn = first.schedules!.find(({ name }) => name === 'order.recover')!.run;
    const listen = async (ms: number) => {
      for (let leftMs = ms; leftMs > 0; leftMs -= 4_000) {
        aheadMs += Math.min(leftMs, 4_000);
        await turn();
      }
    };
    aheadMs += 15_000;
    await instance('comes back', 15_000);
    await instance('stays away', 15_000);
    await intent('HT-4', user, 'comes back');
    await intent('HT-5', user, 'stays away');
    await turn();
    assert.deepEqual(await statusesOf(user.id), ['placing', 'placing'], 'right after the outage');
    await listen(8_000);
    await shop.sql(`update haat_order.instance set beat_at = now() where id = 'comes back'`);
    assert.deepEqual(await statusesOf(user.id), ['placing', 'placing'], 'while it listens');
    await listen(4_000);
    assert.deepEqual(await statusesOf(user.id), ['placing', 'rejected']);
    await first.stop!();
    await shop.sql(`delete from haat_order.instance where id = 'comes back'`);
    await until('recovery', async () => (await statusesOf(user.id))[0] === 'rejected');
  });

  test('an intent of this process that no request works on any more is ended within seconds', async () => {
    const user = await shop.signUp();
    const { instanceId } = shop.parts.find((part) => part.bases.has('order'))!.bases.get('order')!;
    await shop.sql(
      `insert into haat_order.orders (number, user_id, user_name, user_email, fingerprint, instance_id, shipping_address)
       values ('HT-LEFT', $1, '', '', '', $2, '{}')`,
      [user.id, instanceId],
    );
    await until('recovery', async () => (await statusesOf(user.id)).join() === 'rejected');
  });
}
