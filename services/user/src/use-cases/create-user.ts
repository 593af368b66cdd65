/** A user made by an admin, with any roles that the admin may give. */
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { may } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { UserService } from '../base.ts';
import { CUSTOMER_ROLE_ID } from '../domain/roles.ts';
import type { RoleRow } from '../store/roles.ts';
import { lockRoles } from '../store/roles.ts';
import { acceptPassword } from './accept-password.ts';
import { chooseRoles } from './choose-roles.ts';
import { concealed } from './conceal.ts';
import { createAccount } from './create-account.ts';
import { recordingRefusals, refuseBeyond } from './guard-rights.ts';

export async function createUser(
  user: UserService,
  { body }: Input<typeof userApi.createUser>,
  context: Context,
): Promise<User> {
  const asked = await chooseRoles(user.database.kysely, body);
  const roleIds = asked.length > 0 ? asked.map((role) => role.id) : [CUSTOMER_ROLE_ID];
  await recordingRefusals(user, context, { entity: 'user', entityId: null }, async () => refuse(context, asked));
  const passwordHash = await acceptPassword(body.password, body.email);
  return idempotently(user.database, context, 'user.createUser', concealed(user, body), async (tx) => {
    await lockRoles(tx, roleIds);
    // Once more, now that the roles cannot change: one may have gained rights since.
    refuse(context, await chooseRoles(tx, body));
    const { email, name = '', phone, shopName } = body;
    return createAccount(user, tx, { email, name, phone, shopName, passwordHash, roleIds }, context);
  });
}

function refuse(context: Context, roles: readonly RoleRow[]): void {
  if (roles.some((role) => role.id !== CUSTOMER_ROLE_ID) && !may(context, 'roles.manage')) {
    throw problem('auth.forbidden', { detail: 'Giving roles needs the permission roles.manage.' });
  }
  refuseBeyond(
    context,
    roles.flatMap((role) => role.permissions),
  );
}
