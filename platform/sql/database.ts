/**
 * One service's way to its tables: Kysely for SQL in TypeScript, every statement prepared under a name, transactions
 * that are repeated on deadlock, and a pipelined lane for hot reads.
 */
import type { Socket } from 'node:net';
import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { endsConnection, isAnswered, OutcomeUnknown } from './outcome.ts';
import { pipelinedReaders } from './pipeline.ts';

export type Executor<S> = Kysely<S> | Transaction<S>;

export interface Database<S> {
  readonly kysely: Kysely<S>;
  /** READ COMMITTED; repeated up to 5 times when the server breaks a deadlock. `work` must have no outside effect. */
  tx<T>(work: (tx: Transaction<S>) => Promise<T>): Promise<T>;
  /** A hot read outside any transaction, sent down a pipelined connection. */
  read<T>(text: string, values: readonly unknown[]): Promise<T[]>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  schema: string;
  /** Connections for transactions; near 10 is best, more make a hot row slower. */
  poolSize?: number;
  /** `none` for migrations: they wait for each other, and build indexes, for as long as it takes. */
  limits?: Partial<Limits> | 'none';
  onError?: (error: Error) => void;
}

const INT8 = 20;
const types = {
  getTypeParser(oid: number, format?: string) {
    // Ids and minor units stay below 2^53: a CHECK keeps amounts there and no table reaches that many rows.
    if (oid === INT8 && format !== 'binary') return (text: string) => Number(text);
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/**
 * Nobody holds a row that others wait for longer than a moment. A process that was paused, or whose network is gone,
 * loses its transaction after ten seconds, so that it does not keep the rows from the others.
 */
export interface Limits {
  statementMs: number;
  /** Waiting for a row that another transaction has locked. */
  lockMs: number;
  idleInTransactionMs: number;
  /** A server that does not answer at all, not even that the time is over. */
  silenceMs: number;
}

const LIMITS: Limits = { statementMs: 30_000, lockMs: 5_000, idleInTransactionMs: 10_000, silenceMs: 35_000 };

const limitsOf = ({ limits }: DatabaseOptions): Limits | undefined =>
  limits === 'none' ? undefined : { ...LIMITS, ...limits };

const settingsOf = (schema: string, limits: Limits | undefined): string =>
  [
    `-c search_path=${schema},public -c timezone=UTC`,
    limits &&
      `-c statement_timeout=${limits.statementMs} -c lock_timeout=${limits.lockMs} -c idle_in_transaction_session_timeout=${limits.idleInTransactionMs}`,
  ].join(' ');

export function openDatabase<S>(options: DatabaseOptions): Database<S> {
  const limits = limitsOf(options);
  const connection = {
    connectionString: options.url,
    options: settingsOf(options.schema, limits),
    query_timeout: limits?.silenceMs,
    types,
    application_name: options.schema,
    keepAlive: true,
  };
  const pool = new pg.Pool({
    ...connection,
    max: options.poolSize ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
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
    tx: (work) => repeatOnDeadlock(() => inTransaction(kysely, work)),
    read: async <T>(text: string, values: readonly unknown[]) => (await readers.query(text, values)) as T[],
    async ping() {
      await pool.query('select 1');
    },
    async close() {
      closing = true;
      await Promise.all([readers.close(), kysely.destroy()]);
    },
  };
}

/** Raw SQL on a database or inside a transaction. */
export async function run<T>(executor: Executor<never> | Executor<any>, text: string, values: readonly unknown[]) {
  const result = await (executor as Kysely<unknown>).executeQuery<T>(CompiledQuery.raw(text, [...values]));
  return result.rows;
}

const committed = new WeakMap<object, Array<() => void>>();

/**
 * Runs `effect` once the transaction has committed, never when it rolls back: wake-ups and cache invalidation. When the
 * answer to COMMIT is lost it runs too, and again later, so it must bear being run for nothing.
 */
export function afterCommit(tx: Executor<any>, effect: () => void): void {
  const effects = committed.get(tx);
  if (effects) effects.push(effect);
  else committed.set(tx, [effect]);
}

/** A COMMIT that was on its way when the connection was lost may still take place, at the latest at its time-out. */
const LATE_COMMIT_MS = [500, LIMITS.statementMs + 1_000];

async function inTransaction<S, T>(kysely: Kysely<S>, work: (tx: Transaction<S>) => Promise<T>): Promise<T> {
  let failure: { error: unknown } | undefined;
  let effects: Array<() => void> | undefined;
  try {
    const result = await kysely.transaction().execute(async (tx) => {
      const value = await work(tx).catch((error: unknown) => {
        failure = { error };
        throw error;
      });
      effects = committed.get(tx) ?? [];
      return value;
    });
    runAll(effects!);
    return result;
  } catch (error) {
    // On a lost connection the ROLLBACK fails as well, and would hide why.
    if (failure) throw failure.error;
    if (effects === undefined || isAnswered(error)) throw error;
    runAll(effects);
    for (const delayMs of LATE_COMMIT_MS) setTimeout(runAll, delayMs, effects).unref();
    throw new OutcomeUnknown(error);
  }
}

function runAll(effects: ReadonlyArray<() => void>): void {
  for (const effect of effects) effect();
}

const DEADLOCK_CODES = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 5;

async function repeatOnDeadlock<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= MAX_ATTEMPTS || !DEADLOCK_CODES.has(sqlState(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tries));
    }
  }
}

export const sqlState = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' &&
  (constraint === undefined || (error as { constraint?: string }).constraint === constraint);

/** Statement names by text. Bounded: beyond it, a text built per request would fill the server's memory. */
const names = new Map<string, string>();
const MAX_NAMES = 2_000;
export function statementName(text: string): string | undefined {
  let name = names.get(text);
  if (name === undefined && names.size < MAX_NAMES) {
    name = `h${names.size}`;
    names.set(text, name);
  }
  return name;
}

const UNPREPARED = /^(begin|commit|rollback|savepoint|release|start|set|create|alter|drop|comment|grant|revoke)\b/i;

const streamOf = (client: pg.PoolClient) => (client as unknown as { connection: { stream: Socket } }).connection.stream;

/** The pool as Kysely sees it: the same, except that every statement gets a name and so is planned once. */
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
      const query = (text: unknown, values?: unknown[]) =>
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
