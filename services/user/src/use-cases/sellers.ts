/** A seller's own profile: asking to sell, reading and changing it. */

import { isGstin } from '#contracts/common/gstin.ts';
import type { userApi } from '#contracts/user/api.ts';
import type { Seller } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { UserService } from '../base.ts';
import { isMasked, toSeller } from '../domain/seller.ts';
import { changeAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { addSeller, changeSeller, readSeller, type SellerDetails } from '../store/sellers.ts';
import { announceSeller, announceUser } from './announce.ts';
import { confirmPassword } from './confirm-password.ts';

export async function applyAsSeller(
  user: UserService,
  { body }: Input<typeof userApi.applyAsSeller>,
  context: Context,
): Promise<Seller> {
  refuseBadDetails(body);
  const { userId } = callerOf(context);
  return idempotently(user.database, context, 'user.applyAsSeller', body, async (tx) => {
    if (!(await addSeller(tx, userId, body))) throw problem('seller.exists');
    await changeAccount(tx, userId, {});
    await recordAudit(tx, context, [{ action: 'seller.applied', entity: 'seller', entityId: userId }]);
    await announceUser(user, tx, 'user.changed', userId, context);
    return toSeller((await readSeller(tx, userId))!);
  });
}

export async function getOwnSeller(user: UserService, context: Context): Promise<Seller> {
  const seller = await readSeller(user.database.kysely, callerOf(context).userId);
  if (!seller) throw problem('seller.not_found');
  return toSeller(seller);
}

export async function changeOwnSeller(
  user: UserService,
  { body }: Input<typeof userApi.updateOwnSeller>,
  context: Context,
): Promise<Seller> {
  const { userId } = callerOf(context);
  refuseBadDetails(body);
  if (!(await readSeller(user.database.kysely, userId))) throw problem('seller.not_found');
  // Where the money goes is not for a stolen token to say.
  if (body.payoutAccount !== undefined) {
    if (body.password === undefined) throw invalid('password', 'is required to change the payout account');
    await confirmPassword(user, context, body.password);
  }
  const { password: _password, ...details } = body;
  return user.database.tx(async (tx) => {
    if (!(await changeSeller(tx, userId, details))) throw problem('seller.not_found');
    await recordAudit(tx, context, [
      {
        action: body.payoutAccount === undefined ? 'seller.changed' : 'payout_account.changed',
        entity: 'seller',
        entityId: userId,
        details: { fields: Object.keys(details) },
      },
    ]);
    await announceSeller(user, tx, 'seller.changed', userId, context);
    return toSeller((await readSeller(tx, userId))!);
  });
}

function refuseBadDetails({ gstin, payoutAccount }: Partial<SellerDetails>): void {
  if (gstin && !isGstin(gstin)) throw invalid('gstin', 'is not a GSTIN: its check character does not fit');
  if (payoutAccount && isMasked(payoutAccount.account)) {
    throw invalid('payoutAccount.account', 'is masked: send the whole account number, or leave payoutAccount out');
  }
}
