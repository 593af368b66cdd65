/** Tells the other services how a user or a seller is now, and where the seller's money goes. */
import type { AddressReply } from '#contracts/common/address.ts';
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserBase } from '../base.ts';
import { readSeller } from '../store/sellers.ts';
import { readUser, type VersionedUser } from '../store/views.ts';
import { payeeEvent } from './payees.ts';

/** The state is read after the change, in its transaction; its version tells listeners which is newer. */
export async function announceUser(
  user: UserBase,
  tx: Tx,
  type: 'user.registered' | 'user.changed',
  accountId: number,
  context: Context,
): Promise<VersionedUser> {
  const state = await readUser(tx, accountId);
  if (!state) throw new Error(`User ${accountId} vanished within a transaction.`);
  await user.outbox.emit(tx, [
    {
      type,
      entityId: accountId,
      version: state.version,
      data: {
        userId: accountId,
        email: state.email,
        name: state.name,
        status: state.status,
        roles: state.roles.map((role) => role.name),
        sellerStatus: state.sellerStatus,
        notifications: state.preferences.notifications,
        at: new Date().toISOString(),
      },
      requestId: context.requestId,
    },
  ]);
  return state;
}

export async function announceSeller(
  user: UserBase,
  tx: Tx,
  type: 'seller.approved' | 'seller.rejected' | 'seller.changed',
  sellerId: number,
  context: Context,
): Promise<void> {
  const seller = await readSeller(tx, sellerId);
  if (!seller) throw new Error(`Seller ${sellerId} vanished within a transaction.`);
  await user.outbox.emit(tx, [
    {
      type,
      entityId: sellerId,
      version: seller.version,
      data: {
        sellerId,
        userId: sellerId,
        email: seller.email,
        name: seller.name,
        shopName: seller.shop_name,
        gstin: seller.gstin,
        address: seller.address as AddressReply | null,
        status: seller.status,
        reason: seller.reason,
        at: new Date().toISOString(),
      },
      requestId: context.requestId,
    },
    payeeEvent(user, seller, context.requestId),
  ]);
}
