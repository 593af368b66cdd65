/** The integration service keeps no state. */
import type { Migration } from '#platform/sql/migrate.ts';

export const migrations: readonly Migration[] = [];
