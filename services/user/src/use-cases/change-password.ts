/** A new password for who knows the old one; the other sessions end. */
import type { userApi } from '#contracts/user/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { changeAccount, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { voidOneTimeTokens } from '../store/one-time-tokens.ts';
import { acceptPassword } from './accept-password.ts';
import { confirmPassword } from './confirm-password.ts';
import { endSessions } from './end-sessions.ts';
import { enqueueNotice } from './mailing.ts';

export async function changePassword(
  user: UserService,
  { body }: Input<typeof userApi.changePassword>,
  context: Context,
): Promise<{ message: string }> {
  const caller = callerOf(context);
  const account = await confirmPassword(user, context, body.currentPassword);
  const passwordHash = await acceptPassword(body.newPassword, account.email);
  await user.database.tx(async (tx) => {
    const locked = await lockAccount(tx, account.id);
    // Another request changed it since: this one knew only the password before that.
    if (locked?.password_hash !== account.password_hash) throw problem('user.password_wrong');
    await changeAccount(tx, account.id, { password_hash: passwordHash });
    await voidOneTimeTokens(tx, account.id);
    const others = { accountIds: [account.id], except: Number(caller.sessionId) };
    await endSessions(user, tx, others, 'password_changed', context);
    await recordAudit(tx, context, [{ action: 'password.changed', entity: 'user', entityId: account.id }]);
    await enqueueNotice(user, tx, context, { accountId: account.id, notice: 'password_changed' });
  });
  return { message: 'Your password is changed. Other devices are signed out.' };
}
