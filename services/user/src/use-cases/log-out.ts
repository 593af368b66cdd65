/** Ends the session whose token is shown. */

import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { endSessions } from './end-sessions.ts';

export async function logOut(user: UserService, context: Context): Promise<{ message: string }> {
  const id = Number(callerOf(context).sessionId);
  await user.database.tx((tx) => endSessions(user, tx, { id }, 'logout', context));
  return { message: 'You are signed out.' };
}
