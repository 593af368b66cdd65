/** All migrations of the user service, in the order in which they are applied. */
import type { Migration } from '#platform/sql/migrate.ts';
import { accounts } from './001-accounts.ts';
import { secrets } from './002-secrets.ts';
import { audit } from './003-audit.ts';
import { search } from './004-search.ts';

export const migrations: readonly Migration[] = [accounts, secrets, audit, search];
