/** What a monitoring system is told: requests, queues, and a broken invariant within one round of the check. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { until } from '#platform/testing/until.ts';
import { openTestShop, type TestShop } from './testing.ts';

let shop: TestShop;
let client: pg.Client;

before(async () => {
  shop = await openTestShop({
    environment: { INVARIANTS_EVERY_MINUTES: '60', METRICS_TOKEN: 'test-only-metrics-token' },
    skipInvariants: true,
  });
  client = new pg.Client({ connectionString: shop.databaseUrl });
  await client.connect();
});
after(async () => {
  await client?.end();
  await shop?.close();
});

async function metrics(): Promise<string> {
  return (await shop.expect(200, 'GET', '/metrics', { token: 'test-only-metrics-token' })) as string;
}

const value = (text: string, series: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.split(' ')
    .at(-1);

test('metrics are told to who has the token, and to nobody else', async () => {
  for (const token of [undefined, 'wrong', 'test-only-metrics-tokem', shop.parts[0]!.settings.common.secretKey]) {
    const { status, body } = await shop.request('GET', '/metrics', { token });
    assert.deepEqual([status, body.code], [401, 'auth.required']);
  }
});

test('requests are counted by route pattern and status, never by path', async () => {
  await shop.expect(404, 'GET', '/products/987654');
  const text = await metrics();
  const series = 'haat_request_duration_seconds_count{method="GET",route="/products/:id",status="404"}';
  assert.equal(value(text, series), '1');
  assert.ok(!text.includes('987654'));
});

test('what waits and what is dead is counted for each service', async () => {
  await client.query(`insert into haat_cart.job (kind, key, data, status) values ('test.none', 'a', '{}', 'dead')`);
  assert.equal(value(await metrics(), 'haat_queue_size{service="cart",queue="job",status="dead"}'), '1');
  await client.query(`delete from haat_cart.job where kind = 'test.none'`);
  assert.equal(value(await metrics(), 'haat_queue_size{service="cart",queue="job",status="dead"}'), '0');
});

/** Brings the planned check forward to now, and waits for it. */
async function checkNow(): Promise<void> {
  const due = `update haat_order.job set run_at = now(), status = 'ready' where kind = 'server.check_books'`;
  await until('a check is planned', async () => (await client.query(due)).rowCount);
  const done = `select 1 from haat_order.job where kind = 'server.check_books' and status = 'done'`;
  await until('the books are checked', async () => (await client.query(done)).rowCount);
}

test('a broken invariant is told by the planned check, and no longer once it is mended', async () => {
  const invariant = 'I6 a code is used as often as counted, and never beyond its limits';
  const series = `haat_invariant_broken{invariant="${invariant}"}`;
  assert.equal(value(await metrics(), series), undefined, 'nothing is claimed before the first check');
  await checkNow();
  assert.equal(value(await metrics(), series), '0');

  await client.query(
    `insert into haat_cart.discount (code, code_key, kind, amount_minor, used) values ('X', 'X', 'coupon', 1, 1)`,
  );
  await checkNow();
  assert.equal(value(await metrics(), series), '1');

  await client.query('delete from haat_cart.discount');
  await checkNow();
  assert.equal(value(await metrics(), series), '0');
});

test('a check that is still under way is not joined by a second', async () => {
  const statusOf = async (key: string) =>
    (await client.query(`select status from haat_order.job where "key" = $1`, [key])).rows[0]?.status;
  const plan = (key: string) =>
    client.query(`insert into haat_order.job (kind, key, data) values ('server.check_books', $1, '{}')`, [key]);
  const holder = new pg.Client({ connectionString: shop.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('lock table haat_cart.discount in access exclusive mode');
    await plan('long');
    const atWork = `select 1 from pg_stat_activity where application_name = 'haat_books' and wait_event_type = 'Lock'`;
    await until('the long one to wait', async () => (await client.query(atWork)).rowCount);
    await plan('next');
    await until('the next to be over', async () => (await statusOf('next')) === 'done');
    assert.equal(await statusOf('long'), 'ready');
    await holder.query('commit');
    await until('the long one to be over', async () => (await statusOf('long')) === 'done');
  } finally {
    await holder.end();
  }
});
