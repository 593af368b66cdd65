/** Reads over the schemas of all services, which no service may: for the invariants, as the server's own user. */
import pg from 'pg';

export interface Books {
  query(text: string): Promise<unknown[]>;
  close(): Promise<void>;
}

/** A statement may take minutes on a large shop; it waits for nobody and nobody for it. */
const STATEMENT_TIMEOUT_MS = 300_000;

export function openBooks(databaseUrl: string): Books {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 1,
    idleTimeoutMillis: 10_000,
    application_name: 'haat_books',
    options: `-c timezone=UTC -c default_transaction_read_only=on -c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
  });
  // A connection that is lost while idle is opened again by the next statement.
  pool.on('error', () => {});
  return {
    query: async (text) => (await pool.query(text)).rows,
    close: () => pool.end(),
  };
}
