/** The order service's migrations, in the order in which they are applied. */
import type { Migration } from '#platform/sql/migrate.ts';
import { orders } from './001-orders.ts';
import { history } from './002-history.ts';
import { commissions } from './003-commissions.ts';

export const migrations: readonly Migration[] = [orders, history, commissions];
