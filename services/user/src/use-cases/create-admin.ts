/** Makes somebody an admin from outside the API: at start from ADMIN_EMAIL, and by `npm run admin:create`. */
import { ConfigError } from '#platform/config/config.ts';
import { isProblem } from '#platform/errors/problem.ts';
import { systemContext } from '#platform/service/context.ts';
import type { UserBase } from '../base.ts';
import { ADMIN_ROLE_ID, CUSTOMER_ROLE_ID } from '../domain/roles.ts';
import { changeAccount, credentialsByEmail, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { activeHolders, giveRoles, lockRole } from '../store/roles.ts';
import { acceptPassword } from './accept-password.ts';
import { announceUser } from './announce.ts';
import { createAccount } from './create-account.ts';
import { endSessions } from './end-sessions.ts';

export interface AdminToCreate {
  email: string;
  password: string;
  name?: string;
}

export const hasAdmin = async (user: UserBase): Promise<boolean> =>
  (await activeHolders(user.database.kysely, ADMIN_ROLE_ID)) > 0;

/** A new admin; or, where the e-mail has an account, that one with this password and the admin role: a way back in. */
export async function createAdmin(user: UserBase, admin: AdminToCreate): Promise<'created' | 'promoted'> {
  const context = systemContext(user.log, `admin:create ${new Date().toISOString()}`);
  const passwordHash = await acceptPassword(admin.password, admin.email);
  return user.database.tx(async (tx) => {
    await lockRole(tx, ADMIN_ROLE_ID);
    const found = await credentialsByEmail(tx, admin.email, '');
    if (!found) {
      await createAccount(user, tx, { ...newAdmin(admin), passwordHash }, context);
      return 'created';
    }
    await lockAccount(tx, found.id);
    await giveRoles(tx, found.id, [ADMIN_ROLE_ID]);
    await changeAccount(tx, found.id, { password_hash: passwordHash, status: 'active' });
    await endSessions(user, tx, { accountIds: [found.id] }, 'roles_changed', context);
    await recordAudit(tx, context, [
      { action: 'roles.changed', entity: 'user', entityId: found.id, details: { added: ['admin'], by: 'command' } },
    ]);
    await announceUser(user, tx, 'user.changed', found.id, context);
    return 'promoted';
  });
}

/** From ADMIN_EMAIL and ADMIN_PASSWORD while the shop has no admin; several processes may try at once. */
export async function createConfiguredAdmin(user: UserBase): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = user.config;
  if (!email || !password) {
    if (email || password) throw new ConfigError('Set both ADMIN_EMAIL and ADMIN_PASSWORD, or neither.');
    return;
  }
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new ConfigError('ADMIN_EMAIL is not an e-mail address.');
  if (password.length < 8) throw new ConfigError('ADMIN_PASSWORD is too short: take at least 8 characters.');
  if (await hasAdmin(user)) return;
  const context = systemContext(user.log, 'start');
  const passwordHash = await hashOfConfigured(password, email);
  await user.database.tx(async (tx) => {
    await lockRole(tx, ADMIN_ROLE_ID);
    if ((await activeHolders(tx, ADMIN_ROLE_ID)) > 0) return;
    if (await credentialsByEmail(tx, email, '')) {
      user.log.warn('ADMIN_EMAIL has an account that is no admin; use `npm run admin:create` to make it one.');
      return;
    }
    await createAccount(user, tx, { ...newAdmin({ email, password }), passwordHash }, context);
    user.log.info({ email }, 'the first admin was created from ADMIN_EMAIL');
  });
}

const newAdmin = ({ email, name }: AdminToCreate) => ({
  email,
  name: name ?? 'Admin',
  emailVerified: true,
  roleIds: [CUSTOMER_ROLE_ID, ADMIN_ROLE_ID],
});

async function hashOfConfigured(password: string, email: string): Promise<string> {
  try {
    return await acceptPassword(password, email);
  } catch (error) {
    if (!isProblem(error, 'user.password_common')) throw error;
    throw new ConfigError('ADMIN_PASSWORD stands in lists that attackers try first: choose another.');
  }
}
