/**
 * The connections to Redis. What lies there may be lost at any moment: Redis is for speed between processes, the truth is
 * in the databases. So nothing waits for it: a command is refused at once while it is away.
 */
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import type { Logger } from '../log/log.ts';

export interface RedisLink {
  /** Before each key and channel: one Redis may serve several shops. */
  readonly prefix: string;
  readonly commands: Redis;
  /** A further connection, for what blocks or listens. */
  open(): Redis;
  isUp(): boolean;
  close(): void;
}

export interface RedisOptions {
  url: string;
  prefix: string;
  /** The authority that signed the server's certificate, where it is not one that everybody knows. */
  caFile?: string;
  log: Logger;
}

const CONNECT_MS = 2_000;
const COMMAND_MS = 2_000;
const LONGEST_PAUSE_MS = 1_000;

/** Loaded only where it is used: a shop in one process has no Redis. */
export async function openRedis({ url, prefix, caFile, log }: RedisOptions): Promise<RedisLink> {
  const { Redis } = await import('ioredis');
  const opened: Redis[] = [];
  const tls = caFile ? { tls: { ca: readFileSync(caFile) } } : {};

  function open(overrides: { commandTimeout?: number } = {}): Redis {
    const redis = new Redis(url, {
      connectTimeout: CONNECT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(times * 50, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2),
      ...tls,
      ...overrides,
    });
    // Each connection says why it has none; `tellOfLoss` says it once for all of them.
    keep(redis);
    return redis;
  }

  /** With it goes what a library makes of it. */
  function keep(redis: Redis): void {
    redis.on('error', () => {});
    opened.push(redis);
    const { duplicate } = redis;
    redis.duplicate = (...options) => {
      const copy = duplicate.apply(redis, options);
      keep(copy);
      return copy;
    };
  }

  const commands = open({ commandTimeout: COMMAND_MS });
  const loss = tellOfLoss(commands, new URL(url).host, log);
  return {
    prefix,
    commands,
    open: () => open(),
    isUp: () => commands.status === 'ready',
    close() {
      loss.expected();
      for (const redis of opened) redis.disconnect();
    },
  };
}

/** The reason alone: an error of Redis carries the command that failed, and AUTH carries the password. */
function tellOfLoss(redis: Redis, host: string, log: Logger): { expected(): void } {
  let lost = false;
  let closing = false;
  redis.on('error', ({ message }) => {
    if (!lost) log.warn({ host, reason: message }, 'Redis is away; the shop goes on without it, a little slower');
    lost = true;
  });
  redis.on('close', () => {
    if (!lost && !closing) log.warn({ host }, 'Redis is away; the shop goes on without it, a little slower');
    lost = true;
  });
  redis.on('ready', () => {
    if (lost) log.info({ host }, 'Redis is back');
    lost = false;
  });
  return {
    expected() {
      closing = true;
    },
  };
}
