/** A refresh token against the next one. Each works once; a replay ends the session, for one of two holders stole it. */
import type { userApi } from '#contracts/user/api.ts';
import type { SignedIn } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { Tx, UserService } from '../base.ts';
import { digest, judgeRefresh, type RefreshToken, readToken, successorOf } from '../domain/refresh-token.ts';
import { recordAudit } from '../store/audit.ts';
import { type LiveSession, rotateSession, sessionState } from '../store/sessions.ts';
import { readUser, type VersionedUser } from '../store/views.ts';
import { idleUntil } from './begin-session.ts';
import { endSessions } from './end-sessions.ts';
import { issueTokens, refreshKey } from './tokens.ts';

type Exchange = { session: LiveSession; owner: VersionedUser } | 'auth.refresh_invalid' | 'auth.session_ended';

export async function refresh(
  user: UserService,
  { body: { refreshToken } }: Input<typeof userApi.refreshToken>,
  context: Context,
): Promise<SignedIn> {
  const key = refreshKey(user);
  const token = readToken(key, refreshToken);
  if (!token) throw problem('auth.refresh_invalid');
  const next = successorOf(key, token);
  // The theft is stored by this transaction, so a refusal is its value and not an exception that would undo it.
  const exchange = await user.database.tx((tx) => exchangeToken(user, tx, token, next, context));
  if (typeof exchange === 'string') throw problem(exchange);
  return issueTokens(user, exchange.owner, exchange.session, next);
}

async function exchangeToken(
  user: UserService,
  tx: Tx,
  token: RefreshToken,
  next: RefreshToken,
  context: Context,
): Promise<Exchange> {
  const rotated = await rotateSession(tx, {
    id: token.sessionId,
    generation: token.generation,
    hash: digest(token.secret),
    nextHash: digest(next.secret),
    idleUntil: idleUntil(user),
  });
  if (rotated) return withOwner(tx, rotated);
  const state = await sessionState(tx, token.sessionId);
  switch (judgeRefresh(refreshKey(user), token, state)) {
    case 'repeat':
      return withOwner(tx, state!);
    case 'reused':
      await recordAudit(tx, context, [
        { action: 'refresh.reused', entity: 'session', entityId: token.sessionId, actorId: state!.accountId },
      ]);
      await endSessions(user, tx, { id: token.sessionId }, 'refresh_reused', context);
      return 'auth.refresh_invalid';
    case 'ended':
      return 'auth.session_ended';
    case 'invalid':
      return 'auth.refresh_invalid';
  }
}

/** Read while the session's row is locked by us or moments after: a change of roles ends the session besides. */
async function withOwner(tx: Tx, session: LiveSession): Promise<Exchange> {
  const owner = await readUser(tx, session.accountId);
  return owner?.status === 'active' ? { session, owner } : 'auth.refresh_invalid';
}
