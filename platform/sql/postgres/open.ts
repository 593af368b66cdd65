/** A database handle on PostgreSQL: a pool for transactions, in which every statement is planned once, and pipelined readers. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DatabaseConnection, DatabaseOptions } from '../database.ts';
import { type Limits, limitsOf } from '../limits.ts';
import { endsConnection } from '../outcome.ts';
import { pipelinedReaders } from './pipeline.ts';
import { streamOf, travelling } from './travelling.ts';

const INT8 = 20;
const types = {
  getTypeParser(oid: number, format?: string) {
    // Ids and minor units stay below 2^53: a CHECK keeps amounts there and no table reaches that many rows.
    if (oid === INT8 && format !== 'binary') return (text: string) => Number(text);
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

const settingsOf = (schema: string, limits: Limits | undefined): string =>
  [
    `-c search_path=${schema},public -c timezone=UTC`,
    limits &&
      `-c statement_timeout=${limits.statementMs} -c lock_timeout=${limits.lockMs} -c idle_in_transaction_session_timeout=${limits.idleInTransactionMs}`,
  ].join(' ');

const CONNECT_MS = 5_000;

export function openPostgres<S>(options: DatabaseOptions): DatabaseConnection<S> {
  const limits = limitsOf(options.limits);
  const connection = {
    connectionString: options.url,
    options: settingsOf(options.schema, limits),
    query_timeout: limits?.silenceMs,
    types,
    application_name: options.schema,
    keepAlive: true,
    connectionTimeoutMillis: Math.min(CONNECT_MS, limits?.silenceMs ?? CONNECT_MS),
  };
  const pool = new pg.Pool({
    ...connection,
    // So that statements of one transaction may be on the way together.
    pipeline: true,
    max: options.poolSize ?? 10,
    idleTimeoutMillis: 30_000,
  });
  let closing = false;
  // `end()` of a pool resolves before its sockets have closed, so the server's own end may still be heard after it.
  const report = (error: Error) => {
    if (!closing) options.onError?.(error);
  };
  // Of a connection in use the pool says nothing, and an error that nobody hears ends the process.
  pool.on('connect', (client) => client.on('error', report));
  pool.on('error', () => {});

  const kysely = new Kysely<S>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  const readers = pipelinedReaders(connection, report);

  return {
    kysely,
    definer: kysely,
    read: (text, values) => readers.query(text, values),
    async ping() {
      await readers.query('select 1', []);
    },
    async close() {
      closing = true;
      await Promise.all([readers.close(), kysely.destroy()]);
    },
  };
}

/** The pool as Kysely sees it: the same, save that statements are planned once and travel together (`travelling`). */
function preparing(pool: pg.Pool): pg.Pool {
  const wrapped = new WeakMap<pg.PoolClient, pg.PoolClient>();
  const wrap = (client: pg.PoolClient): pg.PoolClient => {
    let proxy = wrapped.get(client);
    if (!proxy) {
      let broken: Error | undefined;
      const send = travelling(client);
      const query = (text: string, values?: unknown[]) =>
        send(text, values).catch((error: Error) => {
          // The next one must not be given it, even if it has not quite ended yet.
          if (endsConnection(error)) broken = error;
          // The server has fallen silent: not one statement more on it.
          if (error.message === 'Query read timeout') streamOf(client).destroy();
          throw error;
        });
      proxy = { query, release: (error?: Error) => client.release(error ?? broken) } as unknown as pg.PoolClient;
      wrapped.set(client, proxy);
    }
    return proxy;
  };
  return {
    connect: async () => wrap(await pool.connect()),
    end: () => pool.end(),
  } as unknown as pg.Pool;
}
