/** Connections to MySQL or MariaDB, each set up so that both behave alike and as PostgreSQL does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Pool, PoolConnection, TypeCastField, TypeCastNext } from 'mysql2';
import type { Limits } from '../limits.ts';

export interface MysqlPoolOptions {
  /** `?socket=/path` goes by that socket; `?sslmode=` and `sslrootcert=` as PostgreSQL has them. */
  url: string;
  /** The database; without one the connections have none. */
  schema?: string;
  poolSize: number;
  limits?: Limits;
  readOnly?: boolean;
  onError?: (error: Error) => void;
}

/** Loaded when it is needed: a shop on PostgreSQL does without it. */
export const mysqlClient = (): typeof import('mysql2') => createRequire(import.meta.url)('mysql2');

/**
 * Compared by the letters' numbers, as PostgreSQL does: else two keys that differ would be one. It is the one that JSON has on
 * both servers, so that texts out of JSON and texts of columns can be compared. Blanks at the end do not count.
 */
const COLLATION = 'collate utf8mb4_bin';

export const databaseDefaults = `character set utf8mb4 ${COLLATION}`;

// In a comment of its own each server finds what only it knows.
const SESSION = [
  `set names utf8mb4 ${COLLATION}`,
  'set session transaction isolation level read committed',
  `set session time_zone = '+00:00', group_concat_max_len = 16777216,
    sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

/** The pool lets go of what it has not used for so long, before MySQL does. */
const IDLE_MS = 30_000;

// MySQL knows no limit for an open transaction alone: whoever says nothing for so long is cut off, with or without one.
const limiting = ({ lockMs, statementMs, idleInTransactionMs }: Limits): string =>
  `set session innodb_lock_wait_timeout = ${Math.ceil(lockMs / 1_000)}
    /*M! , max_statement_time = ${statementMs / 1_000}, idle_transaction_timeout = ${Math.ceil(idleInTransactionMs / 1_000)} */
    /*!80000 , max_execution_time = ${statementMs}, wait_timeout = ${Math.ceil((IDLE_MS + idleInTransactionMs) / 1_000)} */`;

export function openMysqlPool({ url, schema, poolSize, limits, readOnly, onError }: MysqlPoolOptions): Pool {
  const address = new URL(url);
  const socketPath = address.searchParams.get('socket') ?? undefined;
  const pool = mysqlClient().createPool({
    ...(socketPath ? { socketPath } : { host: address.hostname, port: Number(address.port || 3306) }),
    ...tlsOf(address.searchParams),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: schema,
    connectionLimit: poolSize,
    // The driver looks for idle ones only where they may not be as many as all.
    maxIdle: limits && poolSize > 1 ? poolSize - 1 : poolSize,
    idleTimeout: IDLE_MS,
    connectTimeout: 5_000,
    enableKeepAlive: true,
    timezone: 'Z',
    charset: 'UTF8MB4_BIN',
    maxPreparedStatements: 500,
    // The server shall never be able to ask this process for its files.
    flags: ['-LOCAL_FILES'],
    typeCast: toValue,
  });
  const texts = [
    ...SESSION,
    ...(limits ? [limiting(limits)] : []),
    ...(readOnly ? ['set session transaction read only'] : []),
  ];
  pool.on('connection', (connection: PoolConnection) => {
    // Of a connection in use the pool says nothing, and an error that nobody hears ends the process.
    connection.on('error', (error: Error) => onError?.(error));
    for (const text of texts) {
      connection.query(text, (error) => {
        // A connection that is not set up would round, fold and compare in its own way.
        if (error) connection.destroy();
      });
    }
  });
  return pool;
}

/** Ids and minor units stay below 2^53 (CHECKs keep amounts there), and so do their sums, which come as decimals. */
function toValue(field: TypeCastField, next: TypeCastNext): unknown {
  const value = next();
  if (field.type === 'TINY' && field.length === 1) return value === null ? null : Number(value) === 1;
  if (field.type === 'NEWDECIMAL' && typeof value === 'string' && !value.includes('.')) return Number(value);
  return value;
}

interface Tls {
  ca?: Buffer;
  rejectUnauthorized: boolean;
  /** The certificate must name the host; the driver leaves it at the signature unless told. */
  verifyIdentity: boolean;
}

function tlsOf(parameters: URLSearchParams): { ssl?: Tls } {
  const mode = parameters.get('sslmode') ?? 'disable';
  if (mode === 'disable') return {};
  const authority = parameters.get('sslrootcert');
  const ca = authority ? readFileSync(authority) : undefined;
  return { ssl: { ca, rejectUnauthorized: mode !== 'no-verify', verifyIdentity: mode === 'verify-full' } };
}

export const closeMysqlPool = (pool: Pool): Promise<void> =>
  new Promise((resolve, reject) => pool.end((error) => (error ? reject(error) : resolve())));
