/** Users for those who may see them: oneself, those who read all, and sellers their own buyers. */
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { asBuyer } from '../domain/visibility.ts';
import { pageOfRows, sliceOf } from '../store/page.ts';
import { isBuyerOf } from '../store/sellers.ts';
import { countUsers, listUserIds } from '../store/user-list.ts';
import { readUser, readUsers } from '../store/views.ts';

export async function listUsers(user: UserService, { query }: Input<typeof userApi.listUsers>, context: Context) {
  const rows = user.database.kysely;
  const all = may(context, 'users.read');
  const filter = {
    q: query.q,
    // A seller learns nothing of roles and blocks, not even by filtering.
    role: all ? query.role : undefined,
    status: all ? query.status : undefined,
    buyersOf: all ? undefined : callerOf(context).userId,
  };
  const ids = await listUserIds(rows, filter, sliceOf(query));
  const [users, total] = await Promise.all([readUsers(rows, ids), countUsers(rows, filter)]);
  return {
    ...pageOfRows(
      users,
      query.limit,
      (found) => found.id,
      (found) => (all ? found : asBuyer(found)),
    ),
    total,
  };
}

export async function getUser(
  user: UserService,
  { params: { id } }: Input<typeof userApi.getUser>,
  context: Context,
): Promise<User> {
  const rows = user.database.kysely;
  const caller = callerOf(context);
  const full = caller.userId === id || may(context, 'users.read');
  const visible = full || (may(context, 'users.read_buyers') && (await isBuyerOf(rows, caller.userId, id)));
  const found = visible ? await readUser(rows, id) : undefined;
  if (!found) throw problem('user.not_found');
  return full ? found : asBuyer(found);
}

export async function getProfile(user: UserService, context: Context): Promise<User> {
  const found = await readUser(user.database.kysely, callerOf(context).userId);
  if (!found) throw problem('user.not_found');
  return found;
}
