/** Counts tries of a password: refuses with 429 when there were too many, gives back the right ones. */
import { problem } from '#platform/errors/problem.ts';
import type { Rows, UserService } from '../base.ts';
import type { AttemptLimit } from '../domain/limits.ts';
import { countAttempt, forget, giveBack, secondsToWait } from '../store/attempts.ts';

/** Before the password is looked at. */
export async function countTry(user: UserService, limits: readonly AttemptLimit[]): Promise<void> {
  if (!user.common.rateLimit) return;
  await user.database.tx(async (tx) => {
    if (await countAttempt(tx, limits)) return;
    const retryAfterS = await secondsToWait(tx, limits);
    throw problem('rate.limited', { detail: 'Too many wrong passwords. Wait, or reset the password.', retryAfterS });
  });
}

/** The password was right: this pair of account and address starts afresh, the wider counts get their one back. */
export async function uncountTry(user: UserService, rows: Rows, limits: readonly AttemptLimit[]): Promise<void> {
  const [narrow, ...wide] = limits;
  if (!user.common.rateLimit || !narrow) return;
  await forget(rows, narrow);
  if (wide.length > 0) await giveBack(rows, wide);
}
