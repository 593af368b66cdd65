/** One's own name, phone, addresses and preferences. What is left out stays. */
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { changeAccount, lockAccount } from '../store/accounts.ts';
import { readUser } from '../store/views.ts';
import { announceUser } from './announce.ts';

export async function changeProfile(
  user: UserService,
  { body }: Input<typeof userApi.updateProfile>,
  context: Context,
): Promise<User> {
  const { userId } = callerOf(context);
  return user.database.tx(async (tx) => {
    // Locked, because single notifications are merged into what stands.
    await lockAccount(tx, userId);
    const current = await readUser(tx, userId);
    if (!current || current.status === 'erased') throw problem('user.not_found');
    const wanted = body.preferences?.notifications;
    await changeAccount(tx, userId, {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.phone === undefined ? {} : { phone: body.phone }),
      ...(body.addresses === undefined ? {} : { addresses: body.addresses }),
      ...(body.preferences?.language === undefined ? {} : { language: body.preferences.language }),
      ...(wanted ? { notifications: { ...current.preferences.notifications, ...wanted } } : {}),
    });
    return announceUser(user, tx, 'user.changed', userId, context);
  });
}
