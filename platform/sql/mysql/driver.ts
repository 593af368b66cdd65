/** Kysely on mysql2: every statement prepared, errors under one set of names, and RETURNING, which the server lacks. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Pool, PoolConnection } from 'mysql2';
import { endsConnection } from '../outcome.ts';
import { nameError } from './errors.ts';
import { mysqlClient } from './pool.ts';
import { primaryKeys } from './primary-keys.ts';
import { executeReturning, isReturning } from './returning.ts';

export interface DriverOptions {
  /** A server that says nothing for so long is given up. */
  silenceMs?: number;
  /** What is there already is no error: DDL commits each step, so a migration that broke off begins again. */
  repeatable?: boolean;
}

export function mysqlDialect(pool: Pool, options: DriverOptions): Dialect {
  // RETURNING is done below, so builders may ask for it.
  const adapter = Object.create(new MysqlAdapter(), { supportsReturning: { value: true } }) as MysqlAdapter;
  return {
    createAdapter: () => adapter,
    createDriver: () => createDriver(pool, options),
    createQueryCompiler: () => new MysqlQueryCompiler(),
    createIntrospector: (db) => new MysqlIntrospector(db),
  };
}

interface Connection extends DatabaseConnection {
  raw: PoolConnection;
  inTransaction: boolean;
  /** The next one must not be given it. */
  broken: boolean;
}

function createDriver(pool: Pool, options: DriverOptions): Driver {
  const keys = primaryKeys();
  const begin = async (connection: Connection) => {
    await send(connection, 'begin', [], options);
    connection.inTransaction = true;
  };
  const end = async (connection: Connection, how: 'commit' | 'rollback') => {
    connection.inTransaction = false;
    await send(connection, how, [], options);
  };
  return {
    async init() {},
    acquireConnection: () =>
      new Promise<DatabaseConnection>((resolve, reject) => {
        pool.getConnection((error, raw) => (error ? reject(nameError(error)) : resolve(connect(raw))));
      }),
    beginTransaction: (connection) => begin(connection as Connection),
    commitTransaction: (connection) => end(connection as Connection, 'commit'),
    rollbackTransaction: (connection) => end(connection as Connection, 'rollback'),
    async releaseConnection(connection) {
      const { raw, broken } = connection as Connection;
      if (broken) raw.destroy();
      else raw.release();
    },
    // The pool is ended by whoever opened it: Kysely does not when it was never used.
    async destroy() {},
  };

  function connect(raw: PoolConnection): Connection {
    const connection: Connection = {
      raw,
      inTransaction: false,
      broken: false,
      async executeQuery<R>({ query, sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
        const execute = (text: string, values: readonly unknown[]) => send<any>(connection, text, values, options);
        if (!isReturning(query)) return execute(sql, parameters);
        if (connection.inTransaction) return executeReturning(query, execute, keys);
        // Several statements stand for the one.
        await begin(connection);
        try {
          const result = await executeReturning<R>(query, execute, keys);
          await end(connection, 'commit');
          return result;
        } catch (error) {
          // On a lost connection it fails as well, and would hide why.
          await end(connection, 'rollback').catch(() => {});
          throw error;
        }
      },
      // biome-ignore lint/correctness/useYield: it refuses
      async *streamQuery() {
        throw new Error('Rows are not streamed: read them in pages.');
      },
    };
    return connection;
  }
}

const UNPREPARED =
  /^\s*(begin|commit|rollback|savepoint|release|start|set|create|alter|drop|grant|revoke|truncate|show)\b/i;
/** A table, column, index, constraint, trigger or user that is there; one to be dropped that is not. */
const ALREADY = new Set([1050, 1060, 1061, 1826, 3822, 1359, 1396, 1091, 1051]);

function send<R>(
  connection: Connection,
  text: string,
  values: readonly unknown[],
  { silenceMs, repeatable }: DriverOptions,
): Promise<QueryResult<R>> {
  const { raw } = connection;
  return new Promise((resolve, reject) => {
    const done = (error: unknown, result: unknown) => {
      if (!error) return resolve(resultOf<R>(result));
      if (repeatable && ALREADY.has((error as { errno: number }).errno)) return resolve({ rows: [] });
      if (endsConnection(error)) connection.broken = true;
      reject(nameError(error));
    };
    if (values.length === 0 && UNPREPARED.test(text)) raw.query({ sql: text, timeout: silenceMs }, done);
    else raw.execute({ sql: text, values: values.map(toParameter) as never[], timeout: silenceMs }, done);
  });
}

function resultOf<R>(result: unknown): QueryResult<R> {
  if (Array.isArray(result)) return { rows: result as R[] };
  const { insertId, affectedRows } = result as { insertId: number; affectedRows: number };
  return { rows: [], numAffectedRows: BigInt(affectedRows), insertId: insertId === 0 ? undefined : BigInt(insertId) };
}

/** A number that is whole goes as one: LIMIT refuses a float, and a float may miss the row. */
function toParameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return mysqlClient().TypedParameter.LONGLONG(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  const plain = typeof value !== 'object' || value === null || value instanceof Date || Buffer.isBuffer(value);
  return plain ? value : JSON.stringify(value);
}
