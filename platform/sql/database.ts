/**
 * One service's way to its tables, on either dialect: Kysely for SQL in TypeScript, every statement prepared, transactions
 * that are repeated on deadlock, and a quick lane for hot reads.
 */
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { type Dialect, dialectOf, dialectOfUrl } from './dialect.ts';
import type { Limits } from './limits.ts';
import { openMysql } from './mysql/open.ts';
import { openPostgres } from './postgres/open.ts';
import { compile, type Text } from './statement.ts';
import { transaction } from './transaction.ts';

export { afterCommit, atomically } from './transaction.ts';

export type Executor<S> = Kysely<S> | Transaction<S>;

export interface Database<S> {
  readonly dialect: Dialect;
  readonly kysely: Kysely<S>;
  /** For migrations: it brings their column types to the dialect, and passes over steps that were taken before. */
  readonly definer: Kysely<S>;
  /** READ COMMITTED; repeated up to 5 times when the server breaks a deadlock. `work` must have no outside effect. */
  tx<T>(work: (tx: Transaction<S>) => Promise<T>): Promise<T>;
  /** A hot read outside any transaction; on PostgreSQL it goes down a pipelined connection. */
  read<T>(text: Text, values: readonly unknown[]): Promise<T[]>;
  /** Resolves when the database answers, and waits for no connection of the pool: work that holds them all is alive. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  schema: string;
  /** Connections for transactions; near 10 is best, more make a hot row slower. */
  poolSize?: number;
  /** `none` for migrations: they wait for each other, and build indexes, for as long as it takes; for a table see `migrate`. */
  limits?: Partial<Limits> | 'none';
  onError?: (error: Error) => void;
}

/** What each dialect opens. */
export interface DatabaseConnection<S> extends Pick<Database<S>, 'kysely' | 'definer' | 'ping' | 'close'> {
  read(text: string, values: readonly unknown[]): Promise<unknown[]>;
}

export function openDatabase<S>(options: DatabaseOptions): Database<S> {
  const dialect = dialectOfUrl(options.url);
  const { kysely, definer, read, ping, close } =
    dialect === 'postgres' ? openPostgres<S>(options) : openMysql<S>(options);
  return {
    dialect,
    kysely,
    definer,
    tx: (work) => transaction(kysely, work),
    async read<T>(text: Text, values: readonly unknown[]) {
      const query = compile(text, dialect, values);
      return (await read(query.text, query.values)) as T[];
    },
    ping,
    close,
  };
}

/** SQL on a database or inside a transaction. */
export async function run<T>(executor: Executor<any>, text: Text, values: readonly unknown[]): Promise<T[]> {
  return (await execute<T>(executor, text, values)).rows;
}

/** The same, when the number of rows that it changed is asked for: all that were found, whether or not they differ now. */
export async function execute<T>(executor: Executor<any>, text: Text, values: readonly unknown[]) {
  const query = compile(text, dialectOf(executor), values);
  const result = await (executor as Kysely<unknown>).executeQuery<T>(CompiledQuery.raw(query.text, [...query.values]));
  return { rows: result.rows, changed: Number(result.numAffectedRows ?? 0n), insertId: Number(result.insertId ?? 0n) };
}

/** By PostgreSQL's codes, whichever server it was. */
export const sqlState = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' &&
  (constraint === undefined || (error as { constraint?: string }).constraint === constraint);
