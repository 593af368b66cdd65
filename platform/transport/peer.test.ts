import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { until } from '../testing/until.ts';
import { createBreaker } from './breaker.ts';
import { openPeer, type Peer, PeerAway, type PeerRequest } from './peer.ts';
import { nextTraceparent, traceparentOf } from './trace.ts';

const closing: Array<() => Promise<unknown> | unknown> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Replica {
  url: string;
  server: Server;
  /** What reached it. */
  seen: IncomingMessage[];
  /** Stops listening, and listens again at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

async function startReplica(answer: RequestListener = (_request, response) => response.end('{}')): Promise<Replica> {
  const seen: IncomingMessage[] = [];
  let port = 0;
  let server: Server;
  const start = async () => {
    server = createServer((request, response) => {
      seen.push(request);
      request.resume().on('end', () => answer(request, response));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await start();
  closing.push(() => (server.listening ? stop() : undefined));
  return {
    url: `http://127.0.0.1:${port}`,
    get server() {
      return server;
    },
    seen,
    stop,
    start,
  };
}

function peerOf(...replicas: Replica[]): Peer {
  const peer = openPeer({ name: 'product', urls: replicas.map(({ url }) => url).join(', ') });
  closing.push(() => peer.close());
  return peer;
}

const call = (fields: Partial<PeerRequest> = {}): PeerRequest => ({
  method: 'GET',
  path: '/',
  headers: () => ({}),
  deadlineMs: Date.now() + 5_000,
  repeatable: true,
  ...fields,
});
const post = (fields: Partial<PeerRequest> = {}) => call({ method: 'POST', body: '{}', repeatable: false, ...fields });
const sum = (replicas: Replica[]) => replicas.reduce((total, { seen }) => total + seen.length, 0);
const hangUp: RequestListener = (request) => request.socket.destroy();
const hang: RequestListener = () => {};

describe('replicas of a peer', () => {
  test('are asked in turn', async () => {
    const replicas = [await startReplica(), await startReplica(), await startReplica()];
    const peer = peerOf(...replicas);
    for (let turn = 0; turn < 9; turn += 1) await peer.send(call());
    assert.deepEqual(
      replicas.map(({ seen }) => seen.length),
      [3, 3, 3],
    );
  });

  test('one that is dead costs no call, not even one that may not be repeated, and is soon left alone', async () => {
    const [living, dead] = [await startReplica(), await startReplica()];
    await dead.stop();
    const peer = peerOf(living, dead);
    for (let turn = 0; turn < 30; turn += 1) assert.equal((await peer.send(post())).status, 200);
    assert.equal(living.seen.length, 30);
    assert.equal(peer.addresses().find(({ address }) => address === dead.url)!.state, 'open');
    await dead.start();
    await until('it is asked again when it is back', async () => {
      await peer.send(call());
      return dead.seen.length > 0;
    });
    assert.deepEqual(
      peer.addresses().map(({ state }) => state),
      ['closed', 'closed'],
    );
  });

  test('one that is about to stop hands the call to another, and gets no further one', async () => {
    const leaving = await startReplica((_request, response) => {
      response.writeHead(502, { 'content-type': 'application/problem+json' }).end('{"code":"service.unavailable"}');
    });
    const closed = await startReplica((_request, response) => {
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"statusCode":503}');
    });
    const staying = await startReplica();
    const peer = peerOf(leaving, closed, staying);
    for (let turn = 0; turn < 60; turn += 1) assert.equal((await peer.send(post())).status, 200);
    assert.equal(staying.seen.length, 60);
    assert.ok(leaving.seen.length + closed.seen.length <= 4, 'once each, and a trial or so');
    assert.equal(leaving.seen[0]!.headers['x-haat-drain'], 'retry');
  });

  test('one that hangs does not use up the time of a call that another can answer', async () => {
    const [hanging, living] = [await startReplica(hang), await startReplica()];
    const peer = peerOf(hanging, living);
    for (let turn = 0; turn < 2; turn += 1) {
      assert.equal((await peer.send(call({ deadlineMs: Date.now() + 1_500 }))).status, 200);
    }
    assert.equal(living.seen.length, 2);
    assert.ok(hanging.seen.length > 0);
  });
});

describe('a call that got no answer', () => {
  test('is made again where twice is as once, and never where it is not', async () => {
    const replica = await startReplica(hangUp);
    await assert.rejects(peerOf(replica).send(post()), PeerAway);
    assert.equal(replica.seen.length, 1);
    await assert.rejects(peerOf(replica).send(post({ repeatable: true })), PeerAway);
    assert.equal(replica.seen.length, 1 + 3);
  });

  test('is made again for a tenth of the calls, and a few more', async () => {
    let broken = false;
    // Every second one fails, so that the breaker stays closed.
    const replica = await startReplica((request, response) => {
      broken = !broken;
      if (broken) hangUp(request, response);
      else response.end('{}');
    });
    const peer = peerOf(replica);
    const calls = 200;
    for (let turn = 0; turn < calls; turn += 1) await peer.send(call()).catch(() => {});
    assert.ok(peer.retries > 10 && peer.retries <= 10 + calls / 10, `${peer.retries} retries`);
    assert.equal(replica.seen.length, calls + peer.retries);
  });

  test('ends with its deadline', async () => {
    const replica = await startReplica(hang);
    await assert.rejects(peerOf(replica).send(call({ deadlineMs: Date.now() + 200 })), PeerAway);
    await assert.rejects(peerOf(replica).send(call({ deadlineMs: Date.now() - 1 })), PeerAway);
    assert.equal(replica.seen.length, 1);
  });
});

describe('a peer that is down', () => {
  test('is not asked at all after some failures, and the caller is told when to come again', async () => {
    const replicas = [await startReplica(hangUp), await startReplica(hangUp)];
    const peer = peerOf(...replicas);
    for (let turn = 0; turn < 20; turn += 1) await assert.rejects(peer.send(post()), PeerAway);
    const asked = sum(replicas);
    assert.ok(asked <= 12, `${asked} calls`);
    const refused = peer.send(post());
    await assert.rejects(refused, (error) => error instanceof PeerAway && error.retryAfterS >= 1);
  });

  test('what it answers, refusals and failures too, is its answer', async () => {
    const statuses = [404, 409, 500, 503];
    let turn = -1;
    const replica = await startReplica((_request, response) => {
      turn += 1;
      response.writeHead(statuses[turn]!, { 'content-type': 'application/problem+json' }).end('{}');
    });
    const peer = peerOf(replica);
    for (const status of statuses) assert.equal((await peer.send(call())).status, status);
    assert.equal(replica.seen.length, statuses.length);
  });
});

test('a breaker lets one call through after its pause; each trial that fails doubles it, up to a limit', (t) => {
  let clock = 1_000;
  t.mock.method(performance, 'now', () => clock);
  const breaker = createBreaker({ failuresInARow: 2, pauseMs: 100, longestPauseMs: 300 });
  for (let turn = 0; turn < 10; turn += 1) breaker.failed();
  const pauses: number[] = [];
  for (let trial = 0; trial < 4; trial += 1) {
    assert.equal(breaker.admits(), false);
    pauses.push(breaker.waitMs());
    clock += breaker.waitMs();
    assert.equal(breaker.state(), 'half-open');
    assert.equal(breaker.admits(), true);
    assert.equal(breaker.admits(), false, 'one at a time');
    breaker.failed();
  }
  assert.deepEqual(pauses, [100, 200, 300, 300]);
  clock += 300;
  assert.equal(breaker.admits(), true);
  breaker.succeeded();
  assert.equal(breaker.state(), 'closed');
});

test('a clock that is set back keeps no breaker open', (t) => {
  const breaker = createBreaker({ failuresInARow: 1, pauseMs: 100 });
  breaker.failed();
  t.mock.method(Date, 'now', () => 0);
  assert.ok(breaker.waitMs() <= 100);
});

describe('the trace of a request', () => {
  const id = '0123456789abcdef0123456789abcdef';
  test('goes on from the header that came, with a span of its own', () => {
    const given = `00-${id}-00f067aa0ba902b7-01`;
    const next = nextTraceparent({ traceparent: traceparentOf(given), requestId: 'r' });
    assert.match(next, new RegExp(`^00-${id}-[0-9a-f]{16}-01$`));
    assert.notEqual(next, given);
  });

  test('begins by the request id where none came, the same for all calls of the request', () => {
    const requestId = '01234567-89ab-cdef-0123-456789abcdef';
    assert.match(nextTraceparent({ traceparent: null, requestId }), new RegExp(`^00-${id}-`));
    const traces = [1, 2].map(() => nextTraceparent({ traceparent: null, requestId: 'recovery-1' }).split('-')[1]);
    assert.equal(traces[0], traces[1]);
  });

  test('a header that is none is not believed', () => {
    for (const text of [
      '',
      'x',
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${id}-${'0'.repeat(16)}-01`,
      `ff-${id}`,
    ]) {
      assert.equal(traceparentOf(text), null);
    }
  });
});
