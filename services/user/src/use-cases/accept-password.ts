/** Checks a new password and makes its hash: outside any transaction, since it takes its time. */
import { problem } from '#platform/errors/problem.ts';
import { isGuessable } from '../domain/password.ts';
import { commonPasswords } from '../providers/common-passwords.ts';
import { hashPassword } from '../providers/passwords.ts';

export async function acceptPassword(password: string, email: string): Promise<string> {
  const common = await commonPasswords();
  if (isGuessable(password, email, (candidate) => common.has(candidate))) throw problem('user.password_common');
  return hashPassword(password);
}
