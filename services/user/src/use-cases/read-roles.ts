/** Roles and permissions as they are. */
import { permissions } from '#contracts/common/permissions.ts';
import type { userApi } from '#contracts/user/api.ts';
import type { Role } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Rows, UserService } from '../base.ts';
import { pageOfRows } from '../store/page.ts';
import { countRoles, listRoleRows } from '../store/roles.ts';
import { readUser } from '../store/views.ts';

export async function listRoles(user: UserService, { query }: Input<typeof userApi.listRoles>) {
  const rows = user.database.kysely;
  const [found, total] = await Promise.all([listRoleRows(rows, query), countRoles(rows)]);
  return {
    ...pageOfRows(
      found,
      query.limit,
      (role) => role.id,
      (role): Role => role,
    ),
    total,
  };
}

export async function roleById(rows: Rows, id: number): Promise<Role> {
  const [role] = await listRoleRows(rows, { limit: 1, only: id });
  if (!role) throw problem('role.not_found');
  return role;
}

export const listPermissions = () => ({
  items: Object.entries(permissions).map(([name, about]) => ({ name, about })),
});

export async function getUserRoles(user: UserService, { params: { id } }: Input<typeof userApi.getUserRoles>) {
  const found = await readUser(user.database.kysely, id);
  if (!found) throw problem('user.not_found');
  return { id, roles: found.roles, items: found.roles, nextCursor: null };
}
