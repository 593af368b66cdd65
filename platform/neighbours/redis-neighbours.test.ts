import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, afterEach, before, test } from 'node:test';
import { pino } from 'pino';
import { silentLogger } from '../log/log.ts';
import { startTestRedis, type TestRedis } from '../testing/redis.ts';
import { until } from '../testing/until.ts';
import { openRedis } from './redis.ts';
import { redisNeighbours } from './redis-neighbours.ts';

let redis: TestRedis;
let processes = 0;
const opened: Array<() => void> = [];

before(async () => {
  redis = await startTestRedis();
});
afterEach(async () => {
  for (const close of opened.splice(0)) close();
});
after(() => redis.stop());

async function startProcess({ prefix = 'test' } = {}) {
  processes += 1;
  const log = silentLogger();
  const link = await openRedis({ url: redis.url, prefix, log });
  const neighbours = redisNeighbours({ link, self: `process-${processes}`, log });
  const news: unknown[] = [];
  let gaps = 0;
  neighbours.hear('news', (message) => news.push(message));
  neighbours.onGap(() => {
    gaps += 1;
  });
  opened.push(() => {
    neighbours.close();
    link.close();
  });
  await until('the process hears its neighbours', () => neighbours.hears() && link.isUp());
  return { neighbours, news, gaps: () => gaps };
}

test('what one tells all others hear, and not itself; another shop on the same Redis hears nothing', async () => {
  const [teller, one, other] = [await startProcess(), await startProcess(), await startProcess()];
  const stranger = await startProcess({ prefix: 'another' });
  teller.neighbours.tell('news', { id: 1 });
  teller.neighbours.tell('unheard', { id: 2 });
  await until('both have heard', () => one.news.length === 1 && other.news.length === 1);
  assert.deepEqual(one.news, [{ id: 1 }]);
  assert.deepEqual(teller.news, []);
  assert.deepEqual(stranger.news, []);
});

test('who loses Redis knows that it hears nothing, and on its return that it may have missed something', async () => {
  const [one, other] = [await startProcess(), await startProcess()];
  const before = one.gaps();
  await redis.kill();
  await until('both know', () => !one.neighbours.hears() && !other.neighbours.hears());
  assert.equal(one.gaps(), before, 'while it is away nothing is known to be over');
  await redis.start();
  await until('both hear again', () => one.neighbours.hears() && other.neighbours.hears());
  assert.ok(one.gaps() > before);
  await until('news pass again', () => {
    one.neighbours.tell('news', 'again');
    return other.news.length > 0;
  });
});

test('a Redis that stands still without closing a connection is noticed', async () => {
  const { neighbours } = await startProcess();
  redis.freeze();
  await until('it is noticed', () => !neighbours.hears());
  redis.resume();
  await until('it is over', () => neighbours.hears());
});

test('what could not be told makes the others look anew as soon as it can be said', async () => {
  const [teller, other] = [await startProcess(), await startProcess()];
  await redis.kill();
  await until('it is gone', () => !teller.neighbours.hears());
  teller.neighbours.tell('news', 'lost');
  await redis.start();
  await until('both hear again', () => teller.neighbours.hears() && other.neighbours.hears());
  // Once for its own loss, once since the teller says so.
  await until('the other looks anew', () => other.gaps() >= 3);
  assert.deepEqual(other.news, []);
});

test('a start without Redis goes on, and hears as soon as there is one', async () => {
  await redis.kill();
  const log = silentLogger();
  const link = await openRedis({ url: redis.url, prefix: 'test', log });
  const neighbours = redisNeighbours({ link, self: 'early', log });
  opened.push(() => {
    neighbours.close();
    link.close();
  });
  neighbours.tell('news', 'nobody hears this');
  assert.equal(neighbours.hears(), false);
  await redis.start();
  await until('it hears', () => neighbours.hears());
});

test('a wrong password is told in the log without the password, and so is a loss', async () => {
  let written = '';
  const log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        done();
      },
    }),
  );
  const wrong = redis.url.replace(redis.password, 'not-the-password');
  const link = await openRedis({ url: wrong, prefix: 'test', log });
  opened.push(() => link.close());
  await until('it is told', () => /WRONGPASS/.test(written));
  const right = await openRedis({ url: redis.url, prefix: 'test', log });
  opened.push(() => right.close());
  await until('it is there', () => right.isUp());
  await redis.kill();
  await until('the loss is told', () => written.split('Redis is away').length > 2);
  await redis.start();
  assert.ok(!written.includes('not-the-password') && !written.includes(redis.password), written);
});
