/** A single connection for what the server's own user does: preparing databases, reading over all of them. */
import { CompiledQuery, Kysely } from 'kysely';
import { mysqlDialect } from './driver.ts';
import { closeMysqlPool, openMysqlPool } from './pool.ts';

export interface MysqlSession {
  query<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export function openMysqlSession(url: string, schema?: string): MysqlSession {
  const pool = openMysqlPool({ url, schema, poolSize: 1 });
  const kysely = new Kysely<any>({ dialect: mysqlDialect(pool, {}) });
  return {
    query: async <T>(text: string, values: readonly unknown[] = []) =>
      (await kysely.executeQuery<T>(CompiledQuery.raw(text, [...values]))).rows,
    close: () => closeMysqlPool(pool),
  };
}
