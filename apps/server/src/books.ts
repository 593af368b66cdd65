/** Reads over the schemas of all services, for the invariants. */
import { type AllSchemas, openAllSchemas } from '#platform/sql/all-schemas.ts';

/** A statement may take minutes on a large shop; it waits for nobody and nobody for it. */
const STATEMENT_TIMEOUT_MS = 300_000;

export const openBooks = (databaseUrl: string): AllSchemas =>
  openAllSchemas(databaseUrl, {
    name: 'haat_books',
    connections: 1,
    readOnly: true,
    statementMs: STATEMENT_TIMEOUT_MS,
  });
