/**
 * A lost password. The request answers before anybody looks whether the account exists: a job does that, so neither
 * the answer nor its time tells.
 */
import { randomUUID } from 'node:crypto';
import type { userApi } from '#contracts/user/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { UserService } from '../base.ts';
import { digest } from '../domain/refresh-token.ts';
import { changeAccount, credentialsById, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { findOneTimeToken, takeOneTimeToken, voidOneTimeTokens } from '../store/one-time-tokens.ts';
import { acceptPassword } from './accept-password.ts';
import { announceUser } from './announce.ts';
import { endSessions } from './end-sessions.ts';
import { enqueueNotice } from './mailing.ts';

export async function requestPasswordReset(
  user: UserService,
  { body: { email } }: Input<typeof userApi.requestPasswordReset>,
  context: Context,
): Promise<{ message: string }> {
  await user.database.tx((tx) =>
    user.jobs.enqueue(tx, [
      { kind: 'mail-password-reset', key: randomUUID(), data: { email }, requestId: context.requestId },
    ]),
  );
  return { message: 'If this e-mail has an account, a link is on its way.' };
}

export async function confirmPasswordReset(
  user: UserService,
  { body: { token, password } }: Input<typeof userApi.confirmPasswordReset>,
  context: Context,
): Promise<{ message: string }> {
  const hash = digest(token);
  // Looked up first: guessed tokens are not worth the work of a password hash.
  const found = await findOneTimeToken(user.database.kysely, 'password_reset', hash);
  const account = found?.account_id ? await credentialsById(user.database.kysely, found.account_id) : undefined;
  if (!account) throw problem('user.token_invalid');
  const passwordHash = await acceptPassword(password, account.email);
  await user.database.tx(async (tx) => {
    const taken = await takeOneTimeToken(tx, 'password_reset', hash);
    const locked = await lockAccount(tx, account.id);
    if (!taken || locked?.status !== 'active') throw problem('user.token_invalid');
    // Who opened the link reads the mailbox, so the e-mail is confirmed too.
    await changeAccount(tx, account.id, { password_hash: passwordHash, email_verified_at: new Date() });
    await voidOneTimeTokens(tx, account.id);
    await endSessions(user, tx, { accountIds: [account.id] }, 'password_reset', context);
    await recordAudit(tx, context, [
      { action: 'password.reset', entity: 'user', entityId: account.id, actorId: account.id },
    ]);
    await enqueueNotice(user, tx, context, { accountId: account.id, notice: 'password_changed' });
    await announceUser(user, tx, 'user.changed', account.id, context);
  });
  return { message: 'Your password is set. Sign in with it.' };
}
