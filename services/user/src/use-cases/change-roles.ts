/** Roles are data: made, renamed, given permissions, deleted when nobody has them. */

import { permissionNames } from '#contracts/common/permissions.ts';
import type { userApi } from '#contracts/user/api.ts';
import type { Role } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import { sqlState } from '#platform/sql/database.ts';
import type { Tx, UserService } from '../base.ts';
import { ADMIN_ROLE_ID } from '../domain/roles.ts';
import { recordAudit } from '../store/audit.ts';
import {
  addRole,
  isNameTaken,
  lockHolders,
  lockRole,
  removeRole,
  renameRole,
  rolesByIds,
  setPermissions,
} from '../store/roles.ts';
import { endSessions } from './end-sessions.ts';
import { recordingRefusals, refuseBeyond } from './guard-rights.ts';
import { roleById } from './read-roles.ts';

export async function createRole(
  user: UserService,
  { body }: Input<typeof userApi.createRole>,
  context: Context,
): Promise<Role> {
  const { name, about = '', permissions = [] } = body;
  refuseUnknown(permissions);
  const work = async (tx: Tx): Promise<Role> => {
    refuseBeyond(context, permissions);
    const id = await addRole(tx, name, about);
    if (id === null) throw problem('role.name_taken');
    await setPermissions(tx, id, permissions);
    await recordAudit(tx, context, [
      { action: 'role.created', entity: 'role', entityId: id, details: { name, permissions } },
    ]);
    return roleById(tx, id);
  };
  return recordingRefusals(user, context, { entity: 'role', entityId: null }, () =>
    idempotently(user.database, context, 'user.createRole', body, work),
  );
}

export async function changeRole(
  user: UserService,
  { params: { id }, body }: Input<typeof userApi.updateRole>,
  context: Context,
): Promise<Role> {
  refuseUnknown(body.permissions ?? []);
  const work = async (tx: Tx): Promise<Role> => {
    if (!(await lockRole(tx, id))) throw problem('role.not_found');
    const [before] = await rolesByIds(tx, [id]);
    if (!before) throw problem('role.not_found');
    const permissions = body.permissions ?? before.permissions;
    // Who may not give a permission may not take it away either.
    refuseBeyond(context, [...permissions, ...before.permissions]);
    const renamed = body.name !== undefined && body.name !== before.name;
    const same = [...permissions].sort().join() === [...before.permissions].sort().join();
    if (before.builtIn && (renamed || (id === ADMIN_ROLE_ID && !same))) throw problem('role.built_in');

    await renameRole(tx, id, body.name ?? before.name, body.about ?? before.about);
    if (!same) await setPermissions(tx, id, permissions);
    await recordAudit(tx, context, [
      {
        action: 'role.changed',
        entity: 'role',
        entityId: id,
        details: { name: body.name ?? before.name, from: before.permissions, to: permissions },
      },
    ]);
    if (!same || renamed) {
      const accountIds = await lockHolders(tx, id);
      await endSessions(user, tx, { accountIds }, 'roles_changed', context);
    }
    return roleById(tx, id);
  };
  try {
    return await recordingRefusals(user, context, { entity: 'role', entityId: id }, () => user.database.tx(work));
  } catch (error) {
    throw isNameTaken(error) ? problem('role.name_taken') : error;
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

export async function deleteRole(
  user: UserService,
  { params: { id } }: Input<typeof userApi.deleteRole>,
  context: Context,
): Promise<undefined> {
  try {
    await user.database.tx(async (tx) => {
      const [role] = await rolesByIds(tx, [id]);
      if (!role) throw problem('role.not_found');
      if (role.builtIn) throw problem('role.built_in');
      if (!(await removeRole(tx, id))) throw problem('role.not_found');
      await recordAudit(tx, context, [
        { action: 'role.deleted', entity: 'role', entityId: id, details: { name: role.name } },
      ]);
    });
  } catch (error) {
    throw sqlState(error) === FOREIGN_KEY_VIOLATION ? problem('role.in_use') : error;
  }
  return undefined;
}

function refuseUnknown(permissions: readonly string[]): void {
  const unknown = permissions.filter((permission) => !(permissionNames as string[]).includes(permission));
  if (unknown.length > 0) throw problem('role.unknown', { detail: `Unknown: ${unknown.join(', ')}.` });
}
