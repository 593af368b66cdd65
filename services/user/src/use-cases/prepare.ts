/** What every shop holds before its first request: built-in roles and the house seller. Safe to run by several at once. */
import { builtInRoles, HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import { systemContext } from '#platform/service/context.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { Tx, UserBase } from '../base.ts';
import { ADMIN_ROLE_ID, SELLER_ROLE_ID } from '../domain/roles.ts';
import { addAccount } from '../store/accounts.ts';
import { giveRoles } from '../store/roles.ts';
import { addSeller } from '../store/sellers.ts';
import { announceSeller, announceUser } from './announce.ts';

const HOUSE_EMAIL = 'house@shop.invalid';

export async function prepare(user: UserBase): Promise<void> {
  await user.database.tx(async (tx) => {
    await addBuiltInRoles(tx);
    await addHouse(user, tx);
  });
}

const ADD_ROLE = insertRows<{ id: number }>({
  table: 'role',
  fields: { id: 'bigint', name: 'text', about: 'text', built_in: 'boolean' },
  duplicate: 'skip',
  returning: { id: 'bigint' },
});
const ADD_PERMISSIONS = insertRows({
  table: 'role_permission',
  fields: { role_id: 'bigint', permission: 'text' },
  orderBy: 'r.permission',
  duplicate: 'skip',
});

async function addBuiltInRoles(tx: Tx): Promise<void> {
  for (const role of builtInRoles) {
    const { id, name, about } = role;
    const added = await ADD_ROLE(tx, [{ id, name, about, built_in: true }]);
    // An operator may have taken permissions from a built-in role; admin alone always has all there are.
    if (added.length === 0 && id !== ADMIN_ROLE_ID) continue;
    await ADD_PERMISSIONS(
      tx,
      role.permissions.map((permission) => ({ role_id: id, permission })),
    );
  }
}

/** The shop itself as a seller, for the products of admins: a user without a password, so nobody signs in as it. */
async function addHouse(user: UserBase, tx: Tx): Promise<void> {
  const house = { id: HOUSE_SELLER_ID, email: HOUSE_EMAIL, name: 'The house', passwordHash: null };
  if ((await addAccount(tx, house)) === null) return;
  const context = systemContext(user.log, 'start');
  await giveRoles(tx, HOUSE_SELLER_ID, [SELLER_ROLE_ID]);
  await addSeller(tx, HOUSE_SELLER_ID, { shopName: 'The house', about: 'Sold by the shop itself.' }, 'approved');
  await announceUser(user, tx, 'user.registered', HOUSE_SELLER_ID, context);
  await announceSeller(user, tx, 'seller.approved', HOUSE_SELLER_ID, context);
}
