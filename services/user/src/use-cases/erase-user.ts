/** Personal data goes, the row stays: orders, payments and the audit log name its id. */
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { userApi } from '#contracts/user/api.ts';
import type { User } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserService } from '../base.ts';
import { ADMIN_ROLE_ID } from '../domain/roles.ts';
import { changeAccount, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { eraseOneTimeTokens } from '../store/one-time-tokens.ts';
import { lockRole, setRoles } from '../store/roles.ts';
import { eraseSeller } from '../store/sellers.ts';
import { forgetDevices } from '../store/sessions.ts';
import { readRolesOfOne, readUser } from '../store/views.ts';
import { announceSeller } from './announce.ts';
import { confirmPassword } from './confirm-password.ts';
import { endSessions } from './end-sessions.ts';
import { keepAnAdmin, recordingRefusals, refuseBeyond } from './guard-rights.ts';

export async function eraseProfile(
  user: UserService,
  { body }: Input<typeof userApi.eraseProfile>,
  context: Context,
): Promise<{ message: string }> {
  const account = await confirmPassword(user, context, body.password);
  await user.database.tx((tx) => erase(user, tx, account.id, context));
  return { message: 'Your account is closed and your personal data is erased.' };
}

export async function eraseUser(
  user: UserService,
  { params: { id } }: Input<typeof userApi.eraseUser>,
  context: Context,
): Promise<User> {
  return recordingRefusals(user, context, { entity: 'user', entityId: id }, () =>
    user.database.tx(async (tx) => {
      refuseBeyond(context, (await readRolesOfOne(tx, id)).permissions);
      await erase(user, tx, id, context);
      return (await readUser(tx, id))!;
    }),
  );
}

async function erase(user: UserService, tx: Tx, id: number, context: Context): Promise<void> {
  await lockRole(tx, ADMIN_ROLE_ID);
  const account = await lockAccount(tx, id);
  if (!account || account.status === 'erased' || id === HOUSE_SELLER_ID) throw problem('user.not_found');
  const before = await readRolesOfOne(tx, id);
  await setRoles(tx, id, []);
  await keepAnAdmin(tx, before);
  await endSessions(user, tx, { accountIds: [id] }, 'erased', context);
  await forgetDevices(tx, id);
  await eraseOneTimeTokens(tx, id);
  await changeAccount(tx, id, {
    status: 'erased',
    name: '',
    // The address is free again for whoever owns it.
    email: `erased-${id}@shop.invalid`,
    email_verified_at: null,
    phone: null,
    password_hash: null,
    addresses: [],
    notifications: { email: false, push: false, inApp: false, marketing: false },
  });
  if (await eraseSeller(tx, id)) await announceSeller(user, tx, 'seller.rejected', id, context);
  await recordAudit(tx, context, [{ action: 'user.erased', entity: 'user', entityId: id }]);
  const erased = (await readUser(tx, id))!;
  await user.outbox.emit(tx, [
    {
      type: 'user.erased',
      entityId: id,
      version: erased.version,
      data: { userId: id, at: new Date().toISOString() },
      requestId: context.requestId,
    },
  ]);
}
