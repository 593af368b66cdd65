/** Statements over the schemas of all services, which no service may: as the server's own user, for the books and for tests. */
import pg from 'pg';
import { dialectOfUrl } from './dialect.ts';
import { LIMITS } from './limits.ts';
import { withMysqlSchemas } from './mysql/schema-names.ts';
import { openMysqlSession } from './mysql/session.ts';
import { compile, type Text } from './statement.ts';

export interface AllSchemas {
  /** Schemas are named as PostgreSQL has them: `haat_order.orders`. */
  query<T = any>(text: Text, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export interface AllSchemasOptions {
  name: string;
  connections: number;
  readOnly: boolean;
  /** Then the server breaks a statement off; one that does not even say so is given up soon after. */
  statementMs: number;
}

const silenceOf = (statementMs: number): number => Math.ceil((statementMs * LIMITS.silenceMs) / LIMITS.statementMs);
/** Also for the wait until another statement has left a connection. */
const CONNECT_MS = 30_000;

export const openAllSchemas = (url: string, options: AllSchemasOptions): AllSchemas =>
  dialectOfUrl(url) === 'postgres' ? onPostgres(url, options) : onMysql(url, options);

function onPostgres(url: string, { name, connections, readOnly, statementMs }: AllSchemasOptions): AllSchemas {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: Math.min(CONNECT_MS, silenceOf(statementMs)),
    query_timeout: silenceOf(statementMs),
    keepAlive: true,
    application_name: name,
    options: `-c timezone=UTC -c default_transaction_read_only=${readOnly ? 'on' : 'off'} -c statement_timeout=${statementMs}`,
  });
  // A connection that is lost while idle is opened again by the next statement.
  pool.on('error', () => {});
  return {
    async query(text, values = []) {
      const query = compile(text, 'postgres', values);
      return (await pool.query(query.text, query.values as unknown[])).rows;
    },
    close: () => pool.end(),
  };
}

function onMysql(url: string, { connections, readOnly, statementMs }: AllSchemasOptions): AllSchemas {
  const limits = { statementMs, silenceMs: silenceOf(statementMs) };
  const session = openMysqlSession(url, { connections, readOnly, limits });
  return {
    query(text, values = []) {
      const query = compile(text, 'mysql', values);
      return session.query(withMysqlSchemas(url, query.text), query.values);
    },
    close: session.close,
  };
}
