/** A new session for an account whose lock the caller holds. */
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserService } from '../base.ts';
import { deviceOf } from '../domain/device.ts';
import { networkOf } from '../domain/network.ts';
import { digest, newSecret, type RefreshToken } from '../domain/refresh-token.ts';
import { addSession, type LiveSession } from '../store/sessions.ts';

const DAY_MS = 86_400_000;

export const idleUntil = (user: UserService): Date => new Date(Date.now() + user.config.SESSION_IDLE_DAYS * DAY_MS);

export async function beginSession(
  user: UserService,
  tx: Tx,
  accountId: number,
  context: Context,
): Promise<{ session: LiveSession; refreshToken: RefreshToken }> {
  const secret = newSecret();
  const startedAt = new Date();
  const expiresAt = new Date(startedAt.getTime() + user.config.SESSION_DAYS * DAY_MS);
  const idle = idleUntil(user);
  const refreshUntil = idle < expiresAt ? idle : expiresAt;
  const sessionId = await addSession(tx, {
    accountId,
    device: deviceOf(context.userAgent),
    ip: context.ip.slice(0, 64) || null,
    network: context.ip ? networkOf(context.ip) : null,
    refreshHash: digest(secret),
    idleUntil: refreshUntil,
    expiresAt,
  });
  return { session: { accountId, startedAt, refreshUntil }, refreshToken: { sessionId, generation: 1, secret } };
}
