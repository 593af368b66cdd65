/** E-mail and password against a session. Wrong e-mail, wrong password and blocked account look and last alike. */
import type { userApi } from '#contracts/user/api.ts';
import type { SignedIn } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { UserService } from '../base.ts';
import { emailKey, maskedEmail } from '../domain/email.ts';
import { loginLimits } from '../domain/limits.ts';
import { networkOf } from '../domain/network.ts';
import { hashPassword, isOutdated, passwordMatches } from '../providers/passwords.ts';
import { credentialsByEmail, improveHash, lockAccount } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { readUser } from '../store/views.ts';
import { beginSession } from './begin-session.ts';
import { countTry, uncountTry } from './throttle.ts';
import { issueTokens } from './tokens.ts';

export async function logIn(
  user: UserService,
  { body: { email, password } }: Input<typeof userApi.login>,
  context: Context,
): Promise<SignedIn> {
  const network = networkOf(context.ip);
  const account = await credentialsByEmail(user.database.kysely, email, network);
  const limits = loginLimits(emailKey(email), network, account?.known ?? false);
  await countTry(user, limits);

  const stored = account?.status === 'active' ? account.password_hash : null;
  if (!(await passwordMatches(stored, password)) || !account || stored === null) {
    await recordAudit(user.database.kysely, context, [
      {
        action: 'login.refused',
        entity: 'user',
        entityId: account?.id ?? null,
        details: { email: maskedEmail(email) },
        actorId: null,
      },
    ]);
    throw problem('auth.invalid_credentials');
  }

  const hash = isOutdated(stored) ? await betterHash(user, account.id, stored, password) : stored;
  const begun = await user.database.tx(async (tx) => {
    const locked = await lockAccount(tx, account.id);
    // Blocked, or given another password, while we compared.
    if (locked?.status !== 'active' || locked.password_hash !== hash) return null;
    const session = await beginSession(user, tx, account.id, context);
    await uncountTry(user, tx, limits);
    await recordAudit(tx, context, [
      { action: 'login.succeeded', entity: 'user', entityId: account.id, actorId: account.id },
    ]);
    return { ...session, owner: (await readUser(tx, account.id))! };
  });
  if (!begun) throw problem('auth.invalid_credentials');
  return issueTokens(user, begun.owner, begun.session, begun.refreshToken);
}

/** A hash of today's strength; of several sign-ins at once one stores it and the others go on with that one. */
async function betterHash(user: UserService, id: number, stored: string, password: string): Promise<string> {
  const better = await hashPassword(password);
  await improveHash(user.database.kysely, id, stored, better);
  const now = await user.database.kysely
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirst();
  return now?.password_hash && (await passwordMatches(now.password_hash, password)) ? now.password_hash : stored;
}
