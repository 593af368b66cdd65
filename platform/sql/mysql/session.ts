/** Connections for what the server's own user does: preparing databases, reading over all of them. */
import { CompiledQuery, Kysely } from 'kysely';
import { LIMITS, type Limits } from '../limits.ts';
import { mysqlDialect } from './driver.ts';
import { closeMysqlPool, openMysqlPool } from './pool.ts';

export interface MysqlSession {
  query<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export interface MysqlSessionOptions {
  schema?: string;
  /** Default 1, so that what one statement sets the next one finds. */
  connections?: number;
  readOnly?: boolean;
  /** Default: none. */
  limits?: Partial<Limits>;
}

export function openMysqlSession(url: string, options: MysqlSessionOptions = {}): MysqlSession {
  const { schema, connections = 1, readOnly } = options;
  const limits = options.limits && { ...LIMITS, ...options.limits };
  const pool = openMysqlPool({
    url,
    schema,
    poolSize: connections,
    readOnly,
    limits,
  });
  const kysely = new Kysely<any>({ dialect: mysqlDialect(pool, { silenceMs: limits?.silenceMs }) });
  return {
    query: async <T>(text: string, values: readonly unknown[] = []) =>
      (await kysely.executeQuery<T>(CompiledQuery.raw(text, [...values]))).rows,
    close: () => closeMysqlPool(pool),
  };
}
