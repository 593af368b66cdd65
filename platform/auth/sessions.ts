/**
 * The set of ended sessions. Access tokens live five minutes, so a session's end has to be remembered that long and
 * no longer. The user service fills it; every verifier asks it. Other processes hear of an end at once from the process
 * where it happened, and from the user service's feed each second, whatever was lost on the way.
 */
import type { Neighbours } from '../neighbours/neighbours.ts';

export interface EndedSessions {
  /** It has ended here, which all others are told. */
  end(sessionId: string): void;
  /** It has ended somewhere. */
  learn(sessionId: string): void;
  has(sessionId: string): boolean;
  /** False when the feed from the user service is older than 2 s: then the set may lack an end. Always true in one process. */
  isFresh(): boolean;
  /** The feed has been read just now. */
  touch(): void;
}

export const ACCESS_TOKEN_LIVES_S = 300;
const REMEMBERED_MS = (ACCESS_TOKEN_LIVES_S + 60) * 1_000;
const FRESH_MS = 2_000;

const TOPIC = 'session-ended';

export function createEndedSessions({ fed, neighbours }: { fed: boolean; neighbours?: Neighbours }): EndedSessions {
  const ended = new Map<string, number>();
  /** By a clock that nobody sets. */
  let fedAt = Number.NEGATIVE_INFINITY;
  let sweptAt = performance.now();

  function sweep(now: number): void {
    if (now - sweptAt < REMEMBERED_MS) return;
    sweptAt = now;
    for (const [id, at] of ended) if (now - at > REMEMBERED_MS) ended.delete(id);
  }

  function learn(sessionId: string): void {
    const now = performance.now();
    sweep(now);
    ended.set(sessionId, now);
  }

  neighbours?.hear(TOPIC, learn);
  return {
    end(sessionId) {
      learn(sessionId);
      neighbours?.tell(TOPIC, sessionId);
    },
    learn,
    has: (sessionId) => ended.has(sessionId),
    isFresh: () => !fed || performance.now() - fedAt < FRESH_MS,
    touch() {
      fedAt = performance.now();
    },
  };
}
