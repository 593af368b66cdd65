/** Asks for the current password once more, before what a stolen access token alone must not do. */
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { confirmLimits } from '../domain/limits.ts';
import { passwordMatches } from '../providers/passwords.ts';
import { type Credentials, credentialsById } from '../store/accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { countTry, uncountTry } from './throttle.ts';

export async function confirmPassword(user: UserService, context: Context, password: string): Promise<Credentials> {
  const { userId } = callerOf(context);
  const rows = user.database.kysely;
  const limits = confirmLimits(userId);
  await countTry(user, limits);
  const account = await credentialsById(rows, userId);
  if (!(await passwordMatches(account?.password_hash ?? null, password)) || !account) {
    await recordAudit(rows, context, [{ action: 'password.refused', entity: 'user', entityId: userId }]);
    throw problem('user.password_wrong');
  }
  await uncountTry(user, rows, limits);
  return account;
}
