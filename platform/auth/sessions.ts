/**
 * The set of ended sessions. Access tokens live five minutes, so a session's end has to be remembered that long and
 * no longer. The user service fills it; every verifier asks it.
 */
export interface EndedSessions {
  end(sessionId: string): void;
  has(sessionId: string): boolean;
  /** False when the feed from the user service is older than 2 s: then the set may lack an end. Always true in one process. */
  isFresh(): boolean;
  /** The feed has been read just now. */
  touch(): void;
}

export const ACCESS_TOKEN_LIVES_S = 300;
const REMEMBERED_MS = (ACCESS_TOKEN_LIVES_S + 60) * 1_000;
const FRESH_MS = 2_000;

export function createEndedSessions(options: { fed: boolean }): EndedSessions {
  const ended = new Map<string, number>();
  let fedAt = 0;
  let sweptAt = Date.now();

  function sweep(now: number): void {
    if (now - sweptAt < REMEMBERED_MS) return;
    sweptAt = now;
    for (const [id, at] of ended) if (now - at > REMEMBERED_MS) ended.delete(id);
  }

  return {
    end(sessionId) {
      const now = Date.now();
      sweep(now);
      ended.set(sessionId, now);
    },
    has: (sessionId) => ended.has(sessionId),
    isFresh: () => !options.fed || Date.now() - fedAt < FRESH_MS,
    touch() {
      fedAt = Date.now();
    },
  };
}
