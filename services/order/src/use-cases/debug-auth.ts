/** Who the shop takes the caller for: to everyone in development, in production to who may look. */
import type { DebugAuth } from '#contracts/order/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { OrderService } from '../base.ts';

export function debugAuth(service: OrderService, context: Context): DebugAuth {
  if (service.common.production && !may(context, 'debug.auth')) throw problem('auth.forbidden');
  const { userId, email, name, roles, sessionId, expiresAtS, permissions } = callerOf(context);
  return {
    user: { id: userId, email, name, roles: [...roles] },
    session: { id: sessionId, expiresAt: new Date(expiresAtS * 1_000).toISOString() },
    scopes: [...permissions].sort(),
  };
}
