/** Gives a user exactly these roles; the sessions with the old ones end in the same moment. */
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
import { lockRole, lockRoles, setRoles } from '../store/roles.ts';
import { readRolesOfOne } from '../store/views.ts';
import { announceUser } from './announce.ts';
import { chooseRoles } from './choose-roles.ts';
import { endSessions } from './end-sessions.ts';
import { keepAnAdmin, recordingRefusals, refuseBeyond } from './guard-rights.ts';
import { syncSeller } from './sync-seller.ts';

export async function setUserRoles(
  user: UserService,
  { params: { id }, body: { roleIds } }: Input<typeof userApi.setUserRoles>,
  context: Context,
): Promise<User> {
  const work = async (tx: Tx): Promise<User> => {
    await lockRole(tx, ADMIN_ROLE_ID);
    await lockRoles(tx, roleIds);
    const roles = await chooseRoles(tx, { roleIds });
    const account = await lockAccount(tx, id);
    if (!account || account.status === 'erased' || id === HOUSE_SELLER_ID) throw problem('user.not_found');
    const before = await readRolesOfOne(tx, id);
    refuseBeyond(context, [...before.permissions, ...roles.flatMap((role) => role.permissions)]);

    await setRoles(tx, id, roleIds);
    await keepAnAdmin(tx, before);
    await changeAccount(tx, id, {});
    await syncSeller(user, tx, account, roleIds, context);
    await recordAudit(tx, context, [
      {
        action: 'roles.changed',
        entity: 'user',
        entityId: id,
        details: { from: before.roles.map((role) => role.name), to: roles.map((role) => role.name) },
      },
    ]);
    await endSessions(user, tx, { accountIds: [id] }, 'roles_changed', context);
    return announceUser(user, tx, 'user.changed', id, context);
  };
  return recordingRefusals(user, context, { entity: 'user', entityId: id }, () => user.database.tx(work));
}
