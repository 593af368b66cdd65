/** Who needs to know which sessions have ended: the other services, and further processes of this one. */
import type { EndedSessionsReply } from '#contracts/user/schemas.ts';
import { ACCESS_TOKEN_LIVES_S } from '#platform/auth/sessions.ts';
import type { UserBase } from '../base.ts';
import { endedSince } from '../store/sessions.ts';

/** Tokens of what ended before are dead by age. */
const REMEMBERED_MS = (ACCESS_TOKEN_LIVES_S + 60) * 1_000;
/** Ends do not commit in the order of their times, so each look goes back a little. */
const OVERLAP_MS = 5_000;

export async function endedSessions(user: UserBase, since: number): Promise<EndedSessionsReply> {
  const { now, ended } = await endedSince(user.database.kysely, Math.max(since, Date.now() - REMEMBERED_MS));
  return { now, ended: ended.map(({ id, at }) => ({ sessionId: String(id), at })) };
}

/** The first run loads all that still matters; the following ones what other processes have ended since. */
export function followEnds(user: UserBase): () => Promise<void> {
  let since = 0;
  return async () => {
    const { now, ended } = await endedSessions(user, since);
    for (const { sessionId } of ended) {
      if (!user.endedSessions.has(sessionId)) user.endedSessions.learn(sessionId);
    }
    since = now - OVERLAP_MS;
  };
}
