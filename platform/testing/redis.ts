/** A Redis for tests: `redis-server` on a free port of this machine, with a password, keeping nothing. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from '../net/ports.ts';
import { until } from './until.ts';

export interface TestRedis {
  url: string;
  password: string;
  /** Forgets everything, as an operator's `FLUSHALL`. */
  flush(): Promise<void>;
  /** As by `kill -9`; what it held is gone. */
  kill(): Promise<void>;
  /** On the same port, empty. */
  start(): Promise<void>;
  /** Stands still without closing a connection, until `resume`. */
  freeze(): void;
  resume(): void;
  stop(): Promise<void>;
}

export const redisIsInstalled = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

export async function startTestRedis(options: { running?: boolean } = {}): Promise<TestRedis> {
  const port = await freePort();
  const password = `test-only-${randomBytes(9).toString('hex')}`;
  const url = `redis://:${password}@127.0.0.1:${port}`;
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const child = spawn('redis-server', ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin!.end(
      `port ${port}\nbind 127.0.0.1\nrequirepass ${password}\nsave ""\nappendonly no\nloglevel warning\n`,
    );
    server = child;
    await until('Redis answers', () => asked((redis) => redis.ping()).then(Boolean, () => false));
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill(signal);
    await gone;
  }

  async function asked<T>(ask: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => {});
    try {
      await redis.connect();
      return await ask(redis);
    } finally {
      redis.disconnect();
    }
  }

  if (options.running !== false) await start();
  return {
    url,
    password,
    start,
    kill: () => end('SIGKILL'),
    flush: () => asked(async (redis) => void (await redis.flushall())),
    freeze: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
  };
}
