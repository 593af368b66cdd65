/** The seller role and an approved seller profile are one thing seen from two sides: whoever changes one gets the other. */

import type { Context } from '#platform/service/context.ts';
import type { Tx, UserBase } from '../base.ts';
import { SELLER_ROLE_ID } from '../domain/roles.ts';
import { addSeller, decideSeller } from '../store/sellers.ts';
import { announceSeller } from './announce.ts';

export async function syncSeller(
  user: UserBase,
  tx: Tx,
  account: { id: number; name: string; shopName?: string },
  roleIds: readonly number[],
  context: Context,
): Promise<void> {
  const { id } = account;
  if (roleIds.includes(SELLER_ROLE_ID)) {
    const shopName = account.shopName ?? shopNameOf(account.name);
    const added = await addSeller(tx, id, { shopName }, 'approved');
    const approved =
      added || (await decideSeller(tx, id, { from: ['pending', 'rejected'], to: 'approved', reason: null }));
    if (approved) await announceSeller(user, tx, 'seller.approved', id, context);
    return;
  }
  const reason = 'The seller role was taken away.';
  if (await decideSeller(tx, id, { from: ['approved'], to: 'rejected', reason })) {
    await announceSeller(user, tx, 'seller.rejected', id, context);
  }
}

/** A shop needs a name from the start; its seller gives it a better one. */
export const shopNameOf = (name: string): string => name.trim().slice(0, 120).trim() || 'New shop';
