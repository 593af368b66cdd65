/** A database handle on PostgreSQL: a pool for transactions, in which every statement is planned once, and pipelined readers. */
import type { Socket } from 'node:net';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DatabaseConnection, DatabaseOptions } from '../database.ts';
import { type Limits, limitsOf } from '../limits.ts';
import { endsConnection } from '../outcome.ts';
import { pipelinedReaders } from './pipeline.ts';

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
    // Only a BEGIN and what follows it are ever on the way together.
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
  const readers = pipelinedReaders(connection, statementName, report);

  return {
    kysely,
    definer: kysely,
    read: (text, values) => readers.query(text, values),
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      closing = true;
      await Promise.all([readers.close(), kysely.destroy()]);
    },
  };
}

/** Statement names by text. Bounded: beyond it, a text built per request would fill the server's memory. */
const names = new Map<string, string>();
const MAX_NAMES = 2_000;
function statementName(text: string): string | undefined {
  let name = names.get(text);
  if (name === undefined && names.size < MAX_NAMES) {
    name = `h${names.size}`;
    names.set(text, name);
  }
  return name;
}

const UNPREPARED = /^(begin|commit|rollback|savepoint|release|start|set|create|alter|drop|comment|grant|revoke)\b/i;

const streamOf = (client: pg.PoolClient) => (client as unknown as { connection: { stream: Socket } }).connection.stream;

const OPENS = /^(begin|start transaction)\b/i;
const ENDS = /^(commit|rollback)$/i;
/** What Kysely makes of a statement that answers nothing. */
const NOTHING = { command: '', rowCount: null, rows: [], fields: [], oid: 0 } satisfies Partial<pg.QueryResult>;

/**
 * The pool as Kysely sees it: the same, except that every statement gets a name and so is planned once, and that BEGIN waits
 * for the first statement and travels with it: one round trip less in each transaction.
 */
function preparing(pool: pg.Pool): pg.Pool {
  const wrapped = new WeakMap<pg.PoolClient, pg.PoolClient>();
  const wrap = (client: pg.PoolClient): pg.PoolClient => {
    let proxy = wrapped.get(client);
    if (!proxy) {
      let broken: Error | undefined;
      const send = (text: unknown, values?: unknown[]) =>
        typeof text === 'string' && !UNPREPARED.test(text)
          ? client.query({ name: statementName(text), text, values })
          : client.query(text as string, values);
      let opening: string | undefined;
      const sendOpened = async (begin: string, text: unknown, values?: unknown[]) => {
        const stream = streamOf(client);
        stream.cork();
        const both = [client.query(begin), send(text, values)] as const;
        stream.uncork();
        return (await Promise.all(both))[1];
      };
      const query = async (text: unknown, values?: unknown[]) => {
        if (typeof text === 'string' && OPENS.test(text)) {
          opening = text;
          return NOTHING;
        }
        const begin = opening;
        opening = undefined;
        // A transaction in which nothing was asked.
        if (begin !== undefined && typeof text === 'string' && ENDS.test(text)) return NOTHING;
        return (begin === undefined ? send(text, values) : sendOpened(begin, text, values)).catch((error: Error) => {
          // The next one must not be given it, even if it has not quite ended yet.
          if (endsConnection(error)) broken = error;
          // The server has fallen silent: not one statement more on it.
          if (error.message === 'Query read timeout') streamOf(client).destroy();
          throw error;
        });
      };
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
