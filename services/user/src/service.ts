/** The user service: accounts, sessions, roles, sellers, the audit log. */
import { userApi } from '#contracts/user/api.ts';
import { userErrors } from '#contracts/user/errors.ts';
import { userEvents } from '#contracts/user/events.ts';
import { defineService } from '#platform/service/manifest.ts';
import { migrations } from '../migrations/index.ts';
import type { Tables, UserService } from './base.ts';
import { userConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { unmatchable } from './providers/passwords.ts';
import { createSigner } from './providers/signer.ts';
import { routesOf } from './routes.ts';
import { createConfiguredAdmin } from './use-cases/create-admin.ts';
import { prepare } from './use-cases/prepare.ts';

export const userService = defineService<typeof userApi, Tables, typeof userConfig>({
  name: 'user',
  about: 'Accounts, sign-in, sessions, roles, sellers, the audit log.',
  api: userApi,
  errors: userErrors,
  events: userEvents,
  calls: [],
  listensTo: Object.keys(handlers),
  config: userConfig,
  migrations,
  async start(base) {
    await prepare(base);
    await createConfiguredAdmin(base);
    const user: UserService = { ...base, signer: await createSigner(base) };
    await unmatchable();
    return { routes: routesOf(user), handlers };
  },
});
