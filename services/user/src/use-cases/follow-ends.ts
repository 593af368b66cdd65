/** Who needs to know which sessions have ended: the other services, and further processes of this one. */
import type { EndedSessionsReply } from '#contracts/user/schemas.ts';
import { ENDS_MATTER_MS, readEnds } from '#platform/auth/ended-feed.ts';
import type { UserBase } from '../base.ts';
import { endedSince } from '../store/sessions.ts';

export async function endedSessions(user: UserBase, since: number): Promise<EndedSessionsReply> {
  const { now, ended } = await endedSince(user.database.kysely, Math.max(since, Date.now() - ENDS_MATTER_MS));
  return { now, ended: ended.map(({ id, at }) => ({ sessionId: String(id), at })) };
}

/** The first run loads all that still matters; the following ones what other processes have ended since. */
export const followEnds = (user: UserBase): (() => Promise<void>) =>
  readEnds((since) => endedSessions(user, since), user.endedSessions);
