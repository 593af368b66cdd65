/** The tokens of a session, as sign-in and refresh answer them. */
import { randomUUID } from 'node:crypto';
import type { SignedIn } from '#contracts/user/schemas.ts';
import { ACCESS_TOKEN_LIVES_S } from '#platform/auth/sessions.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import { AUDIENCE } from '#platform/auth/tokens.ts';
import type { UserService } from '../base.ts';
import { type RefreshToken, writeToken } from '../domain/refresh-token.ts';
import type { LiveSession } from '../store/sessions.ts';
import type { VersionedUser } from '../store/views.ts';

export const refreshKey = (user: UserService): Buffer => deriveKey(user.common.secretKey, 'refresh-tokens');

export async function issueTokens(
  user: UserService,
  owner: VersionedUser,
  session: LiveSession,
  refreshToken: RefreshToken,
): Promise<SignedIn> {
  const nowS = Math.floor(Date.now() / 1_000);
  const refreshExpiresIn = Math.max(0, Math.floor(session.refreshUntil.getTime() / 1_000) - nowS);
  // Never longer than the session itself.
  const expiresIn = Math.min(ACCESS_TOKEN_LIVES_S, refreshExpiresIn);
  const accessToken = await user.signer.sign({
    iss: user.common.publicUrl,
    aud: AUDIENCE,
    sub: String(owner.id),
    client_id: 'haat',
    jti: randomUUID(),
    iat: nowS,
    exp: nowS + expiresIn,
    auth_time: Math.floor(session.startedAt.getTime() / 1_000),
    sid: String(refreshToken.sessionId),
    email: owner.email,
    name: owner.name,
    roles: owner.roles.map((role) => role.name),
    scope: owner.permissions.join(' '),
  });
  return {
    accessToken,
    refreshToken: writeToken(refreshKey(user), refreshToken),
    tokenType: 'Bearer',
    expiresIn,
    refreshExpiresIn,
    sessionId: refreshToken.sessionId,
    user: owner,
  };
}
