import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { connect } from './connection.ts';
import { checkExactness, settle, takeStock } from './exactness.ts';
import { measure } from './measure.ts';
import { startProcess } from './processes.ts';
import { prepareTransaction } from './references/transaction.ts';
import { bare } from './scenarios/bare.ts';
import { scenarios } from './scenarios/index.ts';
import type { Tally } from './scenarios/scenario.ts';
import { refreshed, type Stage, setStage } from './stage.ts';

describe('every scenario of the benchmark runs without an error', () => {
  let shop: TestShop;
  let stage: Stage;
  let origin: string;
  let atFirst: Tally;
  const tally = { orders: 0, units: 0 };

  before(async () => {
    shop = await openTestShop({ apart: false });
    origin = new URL(shop.url('GET', '/products')).origin;
    const { email, password } = await shop.admin();
    stage = await setStage(origin, { email, password }, { products: 100, buyers: 20 });
    atFirst = await takeStock(origin, stage);
  });
  after(() => shop.close());

  for (const scenario of scenarios) {
    test(scenario.title, async () => {
      const measured = await measure(scenario, stage, { origin, concurrency: 4, seconds: 0.2, watch: {} });
      tally.orders += measured.tally.orders;
      tally.units += measured.tally.units;
      assert.deepEqual(measured.complaints, []);
      assert.equal(measured.errors, 0);
      assert.ok(measured.operations > 0);
    });
  }

  test('and what the driver bought is what the shop sold', async () => {
    await settle(shop.databaseUrl);
    for (const check of await checkExactness(origin, shop.databaseUrl, stage, atFirst, tally)) {
      assert.ok(check.passed, `${check.name}: ${check.detail}`);
    }
    assert.ok(tally.orders > 0);
  });

  test('tokens are renewed when they grow old', async () => {
    const renewed = await refreshed(origin, { ...stage, signedInAt: 0 });
    assert.notEqual(renewed.buyers[0]!.token, stage.buyers[0]!.token);
    assert.equal(renewed.buyers[0]!.id, stage.buyers[0]!.id);
  });

  test('the reference transaction runs in pgbench or Node, and surely in Node', async () => {
    for (const pgbench of [undefined, '']) {
      const reference = await prepareTransaction(shop.databaseUrl, 60, pgbench);
      const { perSecond } = await reference.measure(2, 1);
      assert.ok(perSecond > 0);
    }
    await shop.sql('drop schema bench_reference cascade');
  });
});

test('the bare Fastify is measured by the same driver, and a wrong status is an error', async () => {
  const running = await startProcess(['bench/references/bare.ts']);
  try {
    const { origin } = running;
    const nobody = { id: 0, email: '', password: '', token: '', refreshToken: '' };
    const stage = { admin: nobody, buyers: [], productIds: [1], categoryIds: [], signedInAt: 0 };
    const window = { origin, concurrency: 2, seconds: 0.1, watch: { shop: running.pid } };
    const good = await measure(bare, stage, window);
    assert.ok(good.operations > 0 && good.errors === 0);
    const wrong = await measure(scenarios.find(({ key }) => key === 'product')!, stage, window);
    assert.equal(wrong.operations, 0);
    assert.match(wrong.complaints[0]!, /GET \/products\/:id 404/);
  } finally {
    await running.stop();
  }
});

test('a reply in chunks, in pieces or without a body is read whole', async () => {
  const { createServer } = await import('node:net');
  const replies = [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    'HTTP/1.1 201 Created\r\ncontent-length: 7\r\n\r\n{"a":1}',
    'HTTP/1.1 204 No Content\r\n\r\n',
    'HTTP/1.1 303 See Other\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n',
  ];
  const server = createServer((socket) => {
    let next = 0;
    socket.on('data', async () => {
      for (const letter of replies[next++] ?? '') {
        socket.write(letter);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connection = connect(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  const ask = () => connection.send({ method: 'GET', path: '/' });
  assert.equal((await ask()).text(), 'abcde');
  assert.deepEqual((await ask()).json(), { a: 1 });
  assert.equal((await ask()).status, 204);
  assert.equal((await ask()).header('location'), '/there');
  connection.close();
  server.close();
});
