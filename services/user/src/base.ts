/** What is passed through the user service. */
import type { Transaction } from 'kysely';
import type { PlatformTables } from '#platform/events/tables.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { Executor } from '#platform/sql/database.ts';
import type { UserConfig } from './config.ts';
import type { Signer } from './providers/signer.ts';
import type { UserTables } from './store/tables.ts';

export type Tables = UserTables & PlatformTables;
export type Tx = Transaction<Tables>;
export type Rows = Executor<Tables>;

/** As the server gives it; enough for what signs no token, such as creating an admin on the command line. */
export type UserBase = ServiceBase<Tables, UserConfig>;

export interface UserService extends UserBase {
  signer: Signer;
}
