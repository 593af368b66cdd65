/**
 * Reads which sessions have ended, again and again: from the user service's table, or over its feed. An end is stamped
 * before it commits, so each reading goes back as far as a COMMIT may come late; what is known already is passed over.
 */
import { LIMITS } from '../sql/limits.ts';
import { ACCESS_TOKEN_LIVES_S, type EndedSessions } from './sessions.ts';

/** A statement may wait so long for others, and its transaction may rest so long; some seconds for clocks and the way. */
const OVERLAP_MS = LIMITS.statementMs + LIMITS.idleInTransactionMs + 5_000;
/** Tokens of what ended before are dead by age. */
export const ENDS_MATTER_MS = (ACCESS_TOKEN_LIVES_S + 60) * 1_000;

export interface Ends {
  /** In the order of their times. */
  ended: ReadonlyArray<{ sessionId: string; at: number }>;
  /** The moment up to which it tells; the time of the last of them when there are more. */
  now: number;
}

/** The first reading takes all that still matters. */
export function readEnds(ask: (since: number) => Promise<Ends>, known: EndedSessions): () => Promise<void> {
  let since = Date.now() - ENDS_MATTER_MS;
  return async () => {
    for (;;) {
      const { now, ended } = await ask(since);
      for (const { sessionId } of ended) if (!known.has(sessionId)) known.learn(sessionId);
      const thereIsMore = ended.at(-1)?.at === now && now > since;
      since = thereIsMore ? now : now - OVERLAP_MS;
      if (!thereIsMore) return;
    }
  };
}
