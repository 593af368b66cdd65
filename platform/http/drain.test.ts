import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { createLogger } from '../log/log.ts';
import { until } from '../testing/until.ts';
import { createApp } from './app.ts';
import { createDrain, DRAIN_HEADER, drainAndClose } from './drain.ts';

async function openApp() {
  const app = await createApp({
    log: createLogger({ level: 'silent', pretty: false }),
    rateLimit: undefined,
    corsOrigins: [],
    trustedProxies: [],
    secureTransport: false,
  });
  const drain = createDrain(app);
  const gate = Promise.withResolvers<void>();
  app.get('/', async () => 'read');
  app.post('/', async () => 'written');
  app.get('/slow', async () => {
    await gate.promise;
    return 'slow';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  return { app, drain, port, finish: gate.resolve };
}

interface Answer {
  status: number;
  connection: string | undefined;
  text: string;
}

function send(port: number, method: string, path: string, headers = {}, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port, method, path, headers, agent }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode!, connection: response.headers.connection, text });
    });
    sending.on('error', reject);
    sending.end();
  });
}

const MINUTE_MS = 60_000;
const fromBalancer = { [DRAIN_HEADER]: 'retry' };

test('a process that is about to stop still answers, and lets no connection be used again', async (t) => {
  const { app, drain, port } = await openApp();
  const agent = new Agent({ keepAlive: true });
  t.after(async () => {
    agent.destroy();
    await app.close();
  });
  assert.equal((await send(port, 'GET', '/', {}, agent)).connection, 'keep-alive');
  drain.begin();
  for (const method of ['GET', 'POST']) {
    const { status, connection } = await send(port, method, '/', {}, agent);
    assert.deepEqual({ status, connection }, { status: 200, connection: 'close' });
  }
});

test('a balancer with other replicas is refused reads, and never a write', async (t) => {
  const { app, drain, port } = await openApp();
  t.after(() => app.close());
  assert.equal((await send(port, 'GET', '/', fromBalancer)).status, 200);
  drain.begin();
  assert.equal((await send(port, 'GET', '/', fromBalancer)).status, 502);
  assert.equal((await send(port, 'HEAD', '/', fromBalancer)).status, 502);
  assert.equal((await send(port, 'POST', '/', fromBalancer)).status, 200);
});

test('new requests are taken for the whole notice and none after it, and one that runs is waited for', async () => {
  const { app, drain, port, finish } = await openApp();
  const running = send(port, 'GET', '/slow');
  await until('the slow request runs', async () => (await connectionsOf(app)) === 1);
  const noticeMs = 400;
  const began = performance.now();
  let closed = false;
  const closing = drainAndClose(app, drain, { noticeMs, drainMs: MINUTE_MS }).then(() => {
    closed = true;
  });
  let lastAnsweredMs = 0;
  await until('the door is closed', async () => {
    try {
      assert.equal((await send(port, 'POST', '/')).status, 200);
      lastAnsweredMs = performance.now() - began;
      return false;
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
      return true;
    }
  });
  assert.ok(lastAnsweredMs > 0, 'it was closed at once');
  assert.ok(!closed, 'the running request was not waited for');
  finish();
  assert.deepEqual((await running).text, 'slow');
  await closing;
});

test('a request that does not end is cut off when the time to drain is over', async () => {
  const { app, drain, port } = await openApp();
  const running = assert.rejects(send(port, 'GET', '/slow'));
  await until('the slow request runs', async () => (await connectionsOf(app)) === 1);
  await drainAndClose(app, drain, { noticeMs: 0, drainMs: 50 });
  await running;
});

const connectionsOf = (app: { server: { getConnections(done: (error: Error | null, count: number) => void): void } }) =>
  new Promise<number>((resolve) => app.server.getConnections((_error, count) => resolve(count)));
