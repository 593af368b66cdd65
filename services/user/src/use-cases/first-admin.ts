/** A shop without an admin offers the job once, by a link in the log of its own server. */
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { UserBase, UserService } from '../base.ts';
import { digest, newSecret } from '../domain/refresh-token.ts';
import { ADMIN_ROLE_ID, CUSTOMER_ROLE_ID } from '../domain/roles.ts';
import { addOneTimeToken, findOneTimeToken, takeOneTimeToken } from '../store/one-time-tokens.ts';
import { activeHolders, lockRole } from '../store/roles.ts';
import { acceptPassword } from './accept-password.ts';
import { concealed } from './conceal.ts';
import { createAccount } from './create-account.ts';
import { hasAdmin } from './create-admin.ts';

const DAY_MS = 86_400_000;

/** The link, or null when there is an admin. Each start makes one of its own; the first that is used is the last. */
export async function offerFirstAdmin(user: UserBase): Promise<string | null> {
  if (await hasAdmin(user)) return null;
  const token = newSecret();
  await addOneTimeToken(user.database.kysely, {
    accountId: null,
    purpose: 'first_admin',
    hash: digest(token),
    expiresAt: new Date(Date.now() + DAY_MS),
  });
  return `${user.common.publicUrl}/admin/setup?token=${token}`;
}

export async function createFirstAdmin(
  user: UserService,
  { body }: Input<typeof userApi.createFirstAdmin>,
  context: Context,
): Promise<User> {
  const hash = digest(body.token);
  const { token: _token, ...rest } = body;
  const keyed = { ...concealed(user, rest), token: hash };
  const known = await findOneTimeToken(user.database.kysely, 'first_admin', hash);
  if (!known && context.idempotencyKey === null) {
    throw problem((await hasAdmin(user)) ? 'setup.done' : 'user.token_invalid');
  }
  const passwordHash = await acceptPassword(body.password, body.email);
  return idempotently(user.database, context, 'user.createFirstAdmin', keyed, async (tx) => {
    await lockRole(tx, ADMIN_ROLE_ID);
    if ((await activeHolders(tx, ADMIN_ROLE_ID)) > 0) throw problem('setup.done');
    if (!(await takeOneTimeToken(tx, 'first_admin', hash))) throw problem('user.token_invalid');
    const roleIds = [CUSTOMER_ROLE_ID, ADMIN_ROLE_ID];
    return createAccount(user, tx, { email: body.email, name: body.name ?? 'Admin', passwordHash, roleIds }, context);
  });
}
