/** Roles and who has them. */
import { isUniqueViolation, run } from '#platform/sql/database.ts';
import type { Statement, Words } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import { type PageWish, sliceOf } from './page.ts';

export interface RoleRow {
  id: number;
  name: string;
  about: string;
  builtIn: boolean;
  permissions: string[];
}

type ReadRow<Row extends RoleRow> = Omit<Row, 'permissions'> & { permissions: Array<[string]> | null };

const asRole = <Row extends RoleRow>({ permissions, ...role }: ReadRow<Row>) =>
  ({ ...role, permissions: (permissions ?? []).map(([permission]) => permission) }) as unknown as Row;

const columns = (sql: Words) => `role.id, role.name, role.about, role.built_in as "builtIn",
  ${sql.list(['p.permission'], 'role_permission p where p.role_id = role.id', 'p.permission')} as permissions`;

const BY_IDS: Statement = (sql) => `select ${columns(sql)} from role where role.id ${sql.in(1)} order by role.id`;
const BY_NAMES: Statement = (sql) =>
  `select ${columns(sql)} from role where role.name ${sql.in(1, 'text')} order by role.id`;
const LOCK: Statement = (sql) => `select id from role where id ${sql.in(1)} order by id for share`;

export async function rolesByIds(rows: Rows, ids: readonly number[]): Promise<RoleRow[]> {
  return (await run<ReadRow<RoleRow>>(rows, BY_IDS, [ids])).map(asRole);
}

export async function rolesByNames(rows: Rows, names: readonly string[]): Promise<RoleRow[]> {
  return (await run<ReadRow<RoleRow>>(rows, BY_NAMES, [names])).map(asRole);
}

/** Kept from changing until the transaction ends: who is given a role gets what it says now. */
export async function lockRoles(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(tx, LOCK, [ids]);
}

/** Held by whatever could take the last admin away, so that two admins cannot remove each other at once. */
export async function lockRole(tx: Tx, id: number): Promise<boolean> {
  return (await run(tx, 'select id from role where id = $1 for update', [id])).length > 0;
}

export async function setRoles(tx: Tx, accountId: number, roleIds: readonly number[]): Promise<void> {
  await tx.deleteFrom('account_role').where('account_id', '=', accountId).execute();
  await giveRoles(tx, accountId, roleIds);
}

export async function giveRoles(tx: Tx, accountId: number, roleIds: readonly number[]): Promise<void> {
  if (roleIds.length === 0) return;
  await tx
    .insertInto('account_role')
    .values(roleIds.map((role_id) => ({ account_id: accountId, role_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function takeRole(tx: Tx, accountId: number, roleId: number): Promise<void> {
  await tx.deleteFrom('account_role').where('account_id', '=', accountId).where('role_id', '=', roleId).execute();
}

/** Users who have the role and can use it. */
export async function activeHolders(rows: Rows, roleId: number, options: { except?: number } = {}): Promise<number> {
  const { count } = await rows
    .selectFrom('account_role')
    .innerJoin('account', 'account.id', 'account_role.account_id')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('account_role.role_id', '=', roleId)
    .where('account.status', '=', 'active')
    .where('account.id', '<>', options.except ?? 0)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export const isNameTaken = (error: unknown): boolean => isUniqueViolation(error, 'role_name_unique');

export interface CountedRole extends RoleRow {
  users: number;
}

/** Oldest first: the built-in roles lead. */
const LIST: Statement = (sql) => `
select ${columns(sql)},
  (select count(*) from account_role a where a.role_id = role.id) as users
from role where role.id > $1 and (${sql.value(2, 'bigint')} is null or role.id = $2) order by role.id limit $3 offset $4`;

export async function listRoleRows(rows: Rows, wish: PageWish & { only?: number }): Promise<CountedRole[]> {
  const { before: after, offset, take } = sliceOf(wish);
  const found = await run<ReadRow<CountedRole>>(rows, LIST, [after ?? 0, wish.only ?? null, take, offset]);
  return found.map(asRole);
}

export async function countRoles(rows: Rows): Promise<number> {
  const { count } = await rows
    .selectFrom('role')
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The new id, or null when the name is taken. */
export async function addRole(tx: Tx, name: string, about: string): Promise<number | null> {
  const added = await tx
    .insertInto('role')
    .values({ name, about })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added?.id ?? null;
}

export async function renameRole(tx: Tx, id: number, name: string, about: string): Promise<void> {
  await tx.updateTable('role').set({ name, about }).where('id', '=', id).execute();
}

export async function setPermissions(tx: Tx, id: number, permissions: readonly string[]): Promise<void> {
  await tx.deleteFrom('role_permission').where('role_id', '=', id).execute();
  if (permissions.length === 0) return;
  await tx
    .insertInto('role_permission')
    .values(permissions.map((permission) => ({ role_id: id, permission })))
    .execute();
}

/** Fails on the foreign key while somebody has the role. */
export async function removeRole(tx: Tx, id: number): Promise<boolean> {
  const removed = await tx.deleteFrom('role').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows > 0n;
}

/**
 * Everyone with the role, kept from signing in until the transaction ends: a session that begins after it has the new
 * permissions.
 */
export async function lockHolders(tx: Tx, roleId: number): Promise<number[]> {
  const held = await run<{ id: number }>(
    tx,
    `select id from account where id in (select account_id from account_role where role_id = $1) order by id for update`,
    [roleId],
  );
  return held.map((row) => row.id);
}
