/** Users as the contract shows them: two statements, however many users. */
import type { SellerStatus, User } from '#contracts/user/schemas.ts';
import type { Rows } from '../base.ts';

const columns = [
  'account.id',
  'account.email',
  'account.email_verified_at',
  'account.name',
  'account.phone',
  'account.status',
  'account.addresses',
  'account.language',
  'account.notifications',
  'account.version',
  'account.created_at',
  'account.updated_at',
  'seller.status as seller_status',
] as const;

export type VersionedUser = User & { version: number };

/** In the order of `ids`; unknown ones are left out. */
export async function readUsers(rows: Rows, ids: readonly number[]): Promise<VersionedUser[]> {
  if (ids.length === 0) return [];
  const accounts = await rows
    .selectFrom('account')
    .leftJoin('seller', 'seller.account_id', 'account.id')
    .select(columns)
    .where('account.id', 'in', ids)
    .execute();
  const roles = await readRolesOf(rows, ids);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return ids.flatMap((id) => {
    const account = byId.get(id);
    return account ? [toUser(account, roles.get(id) ?? noRoles)] : [];
  });
}

export async function readUser(rows: Rows, id: number): Promise<VersionedUser | undefined> {
  return (await readUsers(rows, [id]))[0];
}

export interface RolesOfUser {
  roles: Array<{ id: number; name: string }>;
  permissions: string[];
}
const noRoles: RolesOfUser = { roles: [], permissions: [] };

export async function readRolesOfOne(rows: Rows, accountId: number): Promise<RolesOfUser> {
  return (await readRolesOf(rows, [accountId])).get(accountId) ?? noRoles;
}

async function readRolesOf(rows: Rows, accountIds: readonly number[]): Promise<Map<number, RolesOfUser>> {
  const found = await rows
    .selectFrom('account_role')
    .innerJoin('role', 'role.id', 'account_role.role_id')
    .leftJoin('role_permission', 'role_permission.role_id', 'role.id')
    .select(['account_role.account_id', 'role.id', 'role.name', 'role_permission.permission'])
    .where('account_role.account_id', 'in', accountIds)
    .orderBy('role.id')
    .orderBy('role_permission.permission')
    .execute();
  const byAccount = new Map<number, RolesOfUser>();
  for (const { account_id, id, name, permission } of found) {
    const of = byAccount.get(account_id) ?? { roles: [], permissions: [] };
    byAccount.set(account_id, of);
    if (of.roles.at(-1)?.id !== id) of.roles.push({ id, name });
    if (permission !== null && !of.permissions.includes(permission)) of.permissions.push(permission);
  }
  return byAccount;
}

interface AccountRow {
  id: number;
  email: string;
  email_verified_at: Date | null;
  name: string;
  phone: string | null;
  status: User['status'];
  addresses: User['addresses'];
  language: string;
  notifications: User['preferences']['notifications'];
  version: number;
  created_at: Date;
  updated_at: Date;
  seller_status: SellerStatus | null;
}

function toUser(account: AccountRow, { roles, permissions }: RolesOfUser): VersionedUser {
  return {
    id: account.id,
    name: account.name,
    email: account.email,
    emailVerified: account.email_verified_at !== null,
    phone: account.phone,
    status: account.status,
    roles,
    permissions,
    addresses: account.addresses,
    preferences: { language: account.language, notifications: account.notifications },
    sellerStatus: account.seller_status,
    createdAt: account.created_at.toISOString(),
    updatedAt: account.updated_at.toISOString(),
    version: account.version,
  };
}
