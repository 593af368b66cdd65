/** Approves or stops a seller: the role comes and goes with it, and with a change of role the sessions end. */
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { Seller, SellerStatus } from '#contracts/user/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { UserService } from '../base.ts';
import { SELLER_ROLE_ID } from '../domain/roles.ts';
import { toSeller } from '../domain/seller.ts';
import { changeAccount, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { giveRoles, lockRoles, takeRole } from '../store/roles.ts';
import { readSeller, decideSeller as storeDecision } from '../store/sellers.ts';
import { announceSeller, announceUser } from './announce.ts';
import { endSessions } from './end-sessions.ts';
import { enqueueNotice } from './mailing.ts';

const decisions = {
  approved: { from: ['pending', 'rejected'], event: 'seller.approved', notice: 'seller_approved' },
  rejected: { from: ['pending', 'approved'], event: 'seller.rejected', notice: 'seller_rejected' },
} as const satisfies Record<string, { from: readonly SellerStatus[]; event: string; notice: string }>;

export async function decideSeller(
  user: UserService,
  id: number,
  to: 'approved' | 'rejected',
  reason: string | null,
  context: Context,
): Promise<Seller> {
  const { from, event, notice } = decisions[to];
  return user.database.tx(async (tx) => {
    // The role before the account, as everywhere.
    await lockRoles(tx, [SELLER_ROLE_ID]);
    const account = await lockAccount(tx, id);
    const before = account?.status === 'erased' ? undefined : await readSeller(tx, id);
    if (!before) throw problem('seller.not_found');
    // The house sells as long as the shop stands.
    if (id === HOUSE_SELLER_ID || !(await storeDecision(tx, id, { from, to, reason }))) {
      throw problem('seller.bad_transition');
    }
    if (to === 'approved') await giveRoles(tx, id, [SELLER_ROLE_ID]);
    else await takeRole(tx, id, SELLER_ROLE_ID);
    await changeAccount(tx, id, {});
    if (to === 'approved' || before.status === 'approved') {
      await endSessions(user, tx, { accountIds: [id] }, 'roles_changed', context);
    }
    await recordAudit(tx, context, [
      { action: event, entity: 'seller', entityId: id, details: { from: before.status, reason } },
    ]);
    await enqueueNotice(user, tx, context, { accountId: id, notice, reason });
    await announceSeller(user, tx, event, id, context);
    await announceUser(user, tx, 'user.changed', id, context);
    return toSeller((await readSeller(tx, id))!);
  });
}
