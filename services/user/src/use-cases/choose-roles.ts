/** Turns the role names and ids of a request into roles, or refuses the unknown ones. */
import { problem } from '#platform/errors/problem.ts';
import type { Rows } from '../base.ts';
import { type RoleRow, rolesByIds, rolesByNames } from '../store/roles.ts';

export async function chooseRoles(
  rows: Rows,
  { roles = [], roleIds = [] }: { roles?: readonly string[]; roleIds?: readonly number[] },
): Promise<RoleRow[]> {
  const names = [...new Set(roles.map((name) => name.toLowerCase()))];
  const ids = [...new Set(roleIds)];
  if (names.length + ids.length === 0) return [];
  const found = [...(await rolesByNames(rows, names)), ...(await rolesByIds(rows, ids))];
  const unknown = [
    ...names.filter((name) => !found.some((role) => role.name === name)),
    ...ids.filter((id) => !found.some((role) => role.id === id)),
  ];
  if (unknown.length > 0) throw problem('role.unknown', { detail: `Unknown: ${unknown.join(', ')}.` });
  return [...new Map(found.map((role) => [role.id, role])).values()];
}
