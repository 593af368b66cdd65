/** Renames, blocks or unblocks a user. A blocked user is signed out at once and cannot sign in. */
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserService } from '../base.ts';
import { ADMIN_ROLE_ID } from '../domain/roles.ts';
import { changeAccount, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { lockRole } from '../store/roles.ts';
import { readRolesOfOne } from '../store/views.ts';
import { announceUser } from './announce.ts';
import { endSessions } from './end-sessions.ts';
import { keepAnAdmin, recordingRefusals, refuseBeyond } from './guard-rights.ts';

export async function changeUser(
  user: UserService,
  { params: { id }, body }: Input<typeof userApi.updateUser>,
  context: Context,
): Promise<User> {
  const work = async (tx: Tx): Promise<User> => {
    await lockRole(tx, ADMIN_ROLE_ID);
    const account = await lockAccount(tx, id);
    if (!account || account.status === 'erased' || id === HOUSE_SELLER_ID) throw problem('user.not_found');
    const before = await readRolesOfOne(tx, id);
    refuseBeyond(context, before.permissions);
    await changeAccount(tx, id, {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.status === undefined ? {} : { status: body.status }),
    });
    await keepAnAdmin(tx, before);
    if (body.status === 'blocked') await endSessions(user, tx, { accountIds: [id] }, 'blocked', context);
    await recordAudit(tx, context, [
      {
        action: 'user.changed',
        entity: 'user',
        entityId: id,
        details: { renamed: body.name !== undefined, from: account.status, to: body.status ?? account.status },
      },
    ]);
    return announceUser(user, tx, 'user.changed', id, context);
  };
  return recordingRefusals(user, context, { entity: 'user', entityId: id }, () => user.database.tx(work));
}
