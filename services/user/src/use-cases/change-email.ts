/** Another e-mail: asked for with the password, and changed only when a link mailed to the new address was opened. */
import { randomUUID } from 'node:crypto';
import type { userApi } from '#contracts/user/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { UserService } from '../base.ts';
import { emailKey } from '../domain/email.ts';
import { digest } from '../domain/refresh-token.ts';
import { changeAccount, isEmailTaken, isKeyTaken, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { takeOneTimeToken, voidOneTimeTokens } from '../store/one-time-tokens.ts';
import { acceptEmail } from './accept-email.ts';
import { announceUser } from './announce.ts';
import { confirmPassword } from './confirm-password.ts';
import { enqueueNotice } from './mailing.ts';

export async function requestEmailChange(
  user: UserService,
  { body: { email, password } }: Input<typeof userApi.requestEmailChange>,
  context: Context,
): Promise<{ message: string }> {
  acceptEmail(email);
  const account = await confirmPassword(user, context, password);
  if (await isKeyTaken(user.database.kysely, emailKey(email), account.id)) throw problem('user.email_taken');
  await user.database.tx(async (tx) => {
    await recordAudit(tx, context, [{ action: 'email.change_requested', entity: 'user', entityId: account.id }]);
    const data = { accountId: account.id, email };
    await user.jobs.enqueue(tx, [{ kind: 'mail-email-change', key: randomUUID(), data, requestId: context.requestId }]);
  });
  return { message: 'Open the link that we mailed to the new address.' };
}

export async function confirmEmailChange(
  user: UserService,
  { body: { token } }: Input<typeof userApi.confirmEmailChange>,
  context: Context,
): Promise<{ message: string }> {
  try {
    await user.database.tx(async (tx) => {
      const taken = await takeOneTimeToken(tx, 'email_change', digest(token));
      const account = taken?.account_id ? await lockAccount(tx, taken.account_id) : undefined;
      if (!taken?.email || account?.status !== 'active') throw problem('user.token_invalid');
      await changeAccount(tx, account.id, { email: taken.email, email_verified_at: new Date() });
      // A reset link that lies in the old mailbox must not open the account any more.
      await voidOneTimeTokens(tx, account.id);
      await recordAudit(tx, context, [
        { action: 'email.changed', entity: 'user', entityId: account.id, actorId: account.id },
      ]);
      const notice = { accountId: account.id, notice: 'email_changed', to: account.email } as const;
      await enqueueNotice(user, tx, context, notice);
      await announceUser(user, tx, 'user.changed', account.id, context);
    });
  } catch (error) {
    if (isEmailTaken(error)) throw problem('user.email_taken');
    throw error;
  }
  return { message: 'Your e-mail is changed.' };
}
