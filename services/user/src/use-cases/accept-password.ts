/** Checks a new password and makes its hash: outside any transaction, since it takes its time. */
import { problem } from '#platform/errors/problem.ts';
import { isGuessable } from '../domain/password.ts';
import { isCommonPassword } from '../providers/common-passwords.ts';
import { hashPassword } from '../providers/passwords.ts';

function refuseGuessable(password: string, email: string): void {
  if (isGuessable(password, email, isCommonPassword)) throw problem('user.password_common');
}

export async function acceptPassword(password: string, email: string): Promise<string> {
  refuseGuessable(password, email);
  return hashPassword(password);
}
