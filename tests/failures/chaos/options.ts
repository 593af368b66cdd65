/** What `npm run failures` is asked for: a seed and how much; everything else follows from the seed. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isMariadbInstalled } from '#platform/testing/mariadb.ts';
import { redisIsInstalled } from '#platform/testing/redis.ts';

export interface FailureOptions {
  seed: number;
  /** Checkouts that shoppers begin. */
  orders: number;
  /** Planned kills of processes and of the database, spread over the orders; armed crash points come on top. */
  kills: number;
  /** Ends the load earlier, whatever is left of the orders. */
  minutes: number | null;
  database: 'postgres' | 'mariadb';
  /** Six processes instead of one. */
  apart: boolean;
  /** Of each process, at the same time. */
  replicas: number;
  /** A Redis between the processes, which is flushed, killed and frozen too. Default where it is installed and they are apart. */
  redis: boolean;
  /** Shoppers that are active at the same time. */
  shoppers: number;
  /** Does not wait for claims of dead processes to run out, but ends them by hand: for a run of seconds. */
  hurry: boolean;
  /** Tells each fault as it happens. */
  verbose: boolean;
}

/** Orders a minute that a run of only `--minutes` is planned for; it never gets so far. */
const PLENTY_A_MINUTE = 6_000;
const ORDERS_A_KILL = 40;

export function readOptions(args: readonly string[]): FailureOptions {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      seed: { type: 'string' },
      orders: { type: 'string' },
      kills: { type: 'string' },
      minutes: { type: 'string' },
      shoppers: { type: 'string' },
      database: { type: 'string', default: 'postgres' },
      apart: { type: 'boolean', default: false },
      replicas: { type: 'string', default: '1' },
      redis: { type: 'boolean' },
      hurry: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const minutes = values.minutes === undefined ? null : positive('minutes', values.minutes);
  const orders = Math.round(positive('orders', values.orders ?? (minutes ? minutes * PLENTY_A_MINUTE : 1_000)));
  const replicas = Math.round(positive('replicas', values.replicas));
  return {
    seed: values.seed === undefined ? randomInt(1, 1_000_000) : Math.round(positive('seed', values.seed)),
    orders,
    kills: Math.round(positive('kills', values.kills ?? Math.ceil(orders / ORDERS_A_KILL))),
    minutes,
    database: databaseOf(values.database),
    apart: values.apart,
    replicas,
    redis: values.redis ?? ((values.apart || replicas > 1) && redisIsInstalled()),
    shoppers: Math.round(positive('shoppers', values.shoppers ?? 12)),
    hurry: values.hurry,
    verbose: values.verbose,
  };
}

function databaseOf(name: string): FailureOptions['database'] {
  if (name !== 'postgres' && name !== 'mariadb') throw new Error('--database is postgres or mariadb.');
  if (name === 'mariadb' && !isMariadbInstalled()) {
    throw new Error('MariaDB is not installed: apt-get install mariadb-server');
  }
  return name;
}

function positive(name: string, text: string | number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} must be a number above 0.`);
  return value;
}

/** The same run again. */
export function replayCommand(options: FailureOptions): string {
  const { seed, orders, kills, minutes, database, apart, replicas, redis, shoppers, hurry } = options;
  const parts = ['npm run failures --', `--seed ${seed}`, `--orders ${orders}`, `--kills ${kills}`];
  if (minutes !== null) parts.push(`--minutes ${minutes}`);
  if (shoppers !== 12) parts.push(`--shoppers ${shoppers}`);
  if (database !== 'postgres') parts.push(`--database ${database}`);
  if (apart) parts.push('--apart');
  if (replicas !== 1) parts.push(`--replicas ${replicas}`);
  if (apart || replicas > 1 || redis) parts.push(redis ? '--redis' : '--no-redis');
  if (hurry) parts.push('--hurry');
  return parts.join(' ');
}
