/** A visitor opens an account: customer at once, seller after approval, anything else refused. */
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { UserService } from '../base.ts';
import { CUSTOMER_ROLE_ID, wishOf } from '../domain/roles.ts';
import { recordAudit } from '../store/audit.ts';
import { acceptPassword } from './accept-password.ts';
import { chooseRoles } from './choose-roles.ts';
import { concealed } from './conceal.ts';
import { createAccount } from './create-account.ts';

export async function signUp(
  user: UserService,
  { body }: Input<typeof userApi.signup>,
  context: Context,
): Promise<User> {
  const wish = wishOf(await chooseRoles(user.database.kysely, body));
  if (!wish.allowed) {
    await recordAudit(user.database.kysely, context, [
      { action: 'role.refused', entity: 'role', entityId: null, details: { role: wish.role, at: 'signup' } },
    ]);
    throw problem('auth.forbidden', { detail: `Only an admin gives the role ${wish.role}.` });
  }
  const passwordHash = await acceptPassword(body.password, body.email);
  return idempotently(user.database, context, 'user.signup', concealed(user, body), (tx) =>
    createAccount(
      user,
      tx,
      {
        email: body.email,
        name: body.name ?? '',
        phone: body.phone,
        passwordHash,
        roleIds: [CUSTOMER_ROLE_ID],
        asksToSell: wish.asksToSell,
        shopName: body.shopName,
      },
      context,
    ),
  );
}
