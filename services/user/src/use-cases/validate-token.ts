/** Is the shown token valid: its signature was checked on the way in, here the session itself is asked. */
import type { TokenValidity } from '#contracts/user/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { isAlive } from '../store/sessions.ts';

export async function validateToken(user: UserService, context: Context): Promise<TokenValidity> {
  const caller = callerOf(context);
  const sessionId = Number(caller.sessionId);
  if (!(await isAlive(user.database.kysely, sessionId))) throw problem('auth.session_ended');
  return {
    valid: true,
    user: { id: caller.userId, email: caller.email, name: caller.name, roles: [...caller.roles] },
    sessionId,
    expiresAt: new Date(caller.expiresAtS * 1_000).toISOString(),
  };
}
