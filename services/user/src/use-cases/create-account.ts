/** The one way in which accounts come to be: by sign-up, by an admin, from the command line. */
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserBase } from '../base.ts';
import { addAccount, type NewAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { giveRoles } from '../store/roles.ts';
import { addSeller } from '../store/sellers.ts';
import type { VersionedUser } from '../store/views.ts';
import { announceUser } from './announce.ts';

export interface AccountToCreate extends NewAccount {
  roleIds: readonly number[];
  /** Set for who asks to sell. */
  shopName?: string;
}

export async function createAccount(
  user: UserBase,
  tx: Tx,
  account: AccountToCreate,
  context: Context,
): Promise<VersionedUser> {
  const id = await addAccount(tx, account);
  if (id === null) throw problem('user.email_taken');
  await giveRoles(tx, id, account.roleIds);
  if (account.shopName !== undefined) await addSeller(tx, id, { shopName: account.shopName });
  await recordAudit(tx, context, [
    {
      action: 'user.registered',
      entity: 'user',
      entityId: id,
      details: { roleIds: account.roleIds, asksToSell: account.shopName !== undefined },
      ...(context.caller ? {} : { actorId: id }),
    },
  ]);
  return announceUser(user, tx, 'user.registered', id, context);
}
