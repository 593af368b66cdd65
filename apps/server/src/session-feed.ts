/**
 * Apart from the user service: learn each second which sessions have ended, all of the last minutes at start; and ask for
 * a single session while that cannot be known.
 */
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { userApi } from '#contracts/user/api.ts';
import { ACCESS_TOKEN_LIVES_S, type EndedSessions } from '#platform/auth/sessions.ts';
import type { AskSession } from '#platform/auth/tokens.ts';
import type { Client } from '#platform/contract/client.ts';
import { isProblem } from '#platform/errors/problem.ts';
import { type Loop, startLoop } from '#platform/lifecycle/loop.ts';
import { type Logger, silentLogger } from '#platform/log/log.ts';
import { systemContext } from '#platform/service/context.ts';

const EVERY_MS = 1_000;
/** Ends are read again a little way back: they do not commit in the order of their times. */
const OVERLAP_MS = 5_000;

export function followEndedSessions(users: Client<typeof userApi>, ended: EndedSessions, log: Logger): Loop {
  let since = Date.now() - (ACCESS_TOKEN_LIVES_S + 60) * 1_000;
  let lost = false;
  // That a call failed is told once, below, and not each second.
  const unheard = silentLogger();
  return startLoop({
    idleMs: EVERY_MS,
    longestPauseMs: EVERY_MS,
    async turn() {
      const context = systemContext(unheard, randomUUID(), 1_500);
      const answer = await users.endedSessions({ query: { since } }, context);
      for (const { sessionId } of answer.ended) ended.learn(sessionId);
      since = answer.now - OVERLAP_MS;
      ended.touch();
      if (lost) log.info('the feed of ended sessions is back');
      lost = false;
      return false;
    },
    onError(error) {
      if (!lost) log.warn({ reason: (error as Error).message }, 'the feed of ended sessions is away');
      lost = true;
    },
  });
}

/** A session that lived a moment ago is not asked for again: a logout is refused within two seconds all the same. */
const LIVES_MS = 1_000;
const ASK_WITHIN_MS = 1_500;
const REMEMBERED = 10_000;

export function askUserService(users: Client<typeof userApi>, log: Logger): AskSession {
  const alive = new LRUCache<string, true>({ max: REMEMBERED, ttl: LIVES_MS });
  const asking = new Map<string, ReturnType<AskSession>>();

  async function ask(token: string): ReturnType<AskSession> {
    try {
      await users.validateToken({}, { ...systemContext(log, randomUUID(), ASK_WITHIN_MS), bearer: token });
      alive.set(token, true);
      return true;
    } catch (error) {
      // A token that is refused for another reason says nothing about its session.
      return isProblem(error, 'auth.session_ended') ? false : 'unknown';
    }
  }

  return (token) => {
    if (alive.has(token)) return Promise.resolve(true);
    let asked = asking.get(token);
    if (!asked) {
      asked = ask(token).finally(() => asking.delete(token));
      asking.set(token, asked);
    }
    return asked;
  };
}
