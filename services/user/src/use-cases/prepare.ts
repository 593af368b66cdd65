/** What every shop holds before its first request: built-in roles and the house seller. Safe to run by several at once. */
import { builtInRoles, HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import { systemContext } from '#platform/service/context.ts';
import { run } from '#platform/sql/database.ts';
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

const ADD_ROLE = `
insert into role (id, name, about, built_in) values ($1, $2, $3, true)
on conflict do nothing returning id`;
const ADD_PERMISSIONS = `
insert into role_permission (role_id, permission) select $1, p from unnest($2::text[]) as u(p) order by p
on conflict do nothing`;

async function addBuiltInRoles(tx: Tx): Promise<void> {
  for (const role of builtInRoles) {
    const added = await run(tx, ADD_ROLE, [role.id, role.name, role.about]);
    // An operator may have taken permissions from a built-in role; admin alone always has all there are.
    if (added.length > 0 || role.id === ADMIN_ROLE_ID) await run(tx, ADD_PERMISSIONS, [role.id, role.permissions]);
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
