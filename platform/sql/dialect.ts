/** Which of the two kinds of servers a database is on. What else differs between them stands in the files beside this one. */
import type { Executor } from './database.ts';

export type Dialect = 'postgres' | 'mysql';

const PROTOCOLS: Readonly<Record<string, Dialect>> = {
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'mysql:': 'mysql',
  'mariadb:': 'mysql',
};

/** By the address: `postgres://…`, or `mysql://…` and `mariadb://…`, which are one. */
export function dialectOfUrl(url: string): Dialect {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  const dialect = PROTOCOLS[protocol];
  if (dialect === undefined) {
    throw new Error('A database address begins with postgres://, mysql:// or mariadb://.');
  }
  return dialect;
}

/** Kysely's adapters differ in it, and in nothing that costs time to ask. */
export const dialectOf = (executor: Executor<any>): Dialect =>
  executor.getExecutor().adapter.supportsTransactionalDdl ? 'postgres' : 'mysql';
