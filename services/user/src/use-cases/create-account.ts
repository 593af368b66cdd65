/** The one way in which accounts come to be: by sign-up, by an admin, from the command line. */
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserBase } from '../base.ts';
import { addAccount, type NewAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { giveRoles } from '../store/roles.ts';
import { addSeller } from '../store/sellers.ts';
import type { VersionedUser } from '../store/views.ts';
import { acceptEmail } from './accept-email.ts';
import { announceUser } from './announce.ts';
import { shopNameOf, syncSeller } from './sync-seller.ts';

export interface AccountToCreate extends NewAccount {
  roleIds: readonly number[];
  /** Waits for approval; who has the seller role is approved already. */
  asksToSell?: boolean;
  shopName?: string;
}

export async function createAccount(
  user: UserBase,
  tx: Tx,
  account: AccountToCreate,
  context: Context,
): Promise<VersionedUser> {
  acceptEmail(account.email);
  const id = await addAccount(tx, account);
  if (id === null) throw problem('user.email_taken');
  await giveRoles(tx, id, account.roleIds);
  if (account.asksToSell) await addSeller(tx, id, { shopName: account.shopName ?? shopNameOf(account.name) });
  else await syncSeller(user, tx, { id, name: account.name, shopName: account.shopName }, account.roleIds, context);
  await recordAudit(tx, context, [
    {
      action: 'user.registered',
      entity: 'user',
      entityId: id,
      details: { roleIds: account.roleIds, asksToSell: account.asksToSell ?? false },
      ...(context.caller ? {} : { actorId: id }),
    },
  ]);
  return announceUser(user, tx, 'user.registered', id, context);
}
