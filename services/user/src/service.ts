/** The user service: accounts, sessions, roles, sellers, the audit log. */
import { userApi } from '#contracts/user/api.ts';
import { userErrors } from '#contracts/user/errors.ts';
import { userEvents } from '#contracts/user/events.ts';
import { defineService } from '#platform/service/manifest.ts';
import { migrations } from '../migrations/index.ts';
import type { Tables, UserService } from './base.ts';
import { userConfig } from './config.ts';
import { handlers, listensTo } from './handlers.ts';
import { jobsOf, schedulesOf } from './jobs.ts';
import { unmatchable } from './providers/passwords.ts';
import { createSigner } from './providers/signer.ts';
import { routesOf } from './routes.ts';
import { createConfiguredAdmin } from './use-cases/create-admin.ts';
import { offerFirstAdmin } from './use-cases/first-admin.ts';
import { followEnds } from './use-cases/follow-ends.ts';
import { planPayees } from './use-cases/payees.ts';
import { prepare } from './use-cases/prepare.ts';

export const userService = defineService<typeof userApi, Tables, typeof userConfig>({
  name: 'user',
  about: 'Accounts, sign-in, sessions, roles, sellers, the audit log.',
  api: userApi,
  errors: userErrors,
  events: userEvents,
  calls: [],
  listensTo: [...listensTo],
  config: userConfig,
  migrations,
  async start(base) {
    await prepare(base);
    await createConfiguredAdmin(base);
    await planPayees(base);
    const user: UserService = { ...base, signer: await createSigner(base) };
    await unmatchable();
    // Whoever logged out before a restart stays logged out after it.
    await followEnds(user)();
    if (!fillsItself(user)) await printFirstAdminLink(user);
    return { routes: routesOf(user), handlers: handlers(user), jobs: jobsOf(user), schedules: schedulesOf(user) };
  },
});

/** The demo brings an admin of its own; the rule is the server's (DEMO defaults to 1 with the embedded database). */
function fillsItself({ config, common }: UserService): boolean {
  return config.DEMO === undefined ? config.DATABASE_URL === undefined && !common.production : config.DEMO === '1';
}

async function printFirstAdminLink(user: UserService): Promise<void> {
  const link = await offerFirstAdmin(user);
  if (link) user.log.warn(`This shop has no admin yet. Become the first one, once and within a day: ${link}`);
}
