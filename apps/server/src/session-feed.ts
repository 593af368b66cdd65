/**
 * Apart from the user service: learn each second which sessions have ended, all of the last minutes at start; and ask for
 * a single session while that cannot be known.
 */
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { userApi } from '#contracts/user/api.ts';
import { readEnds } from '#platform/auth/ended-feed.ts';
import type { EndedSessions } from '#platform/auth/sessions.ts';
import type { AskSession } from '#platform/auth/tokens.ts';
import type { Client } from '#platform/contract/client.ts';
import { isProblem } from '#platform/errors/problem.ts';
import { type Loop, startLoop } from '#platform/lifecycle/loop.ts';
import { type Logger, silentLogger } from '#platform/log/log.ts';
import { systemContext } from '#platform/service/context.ts';

const EVERY_MS = 1_000;

export function followEndedSessions(users: Client<typeof userApi>, ended: EndedSessions, log: Logger): Loop {
  let lost = false;
  // That a call failed is told once, below, and not each second.
  const unheard = silentLogger();
  const read = readEnds(
    (since) => users.endedSessions({ query: { since } }, systemContext(unheard, randomUUID(), 1_500)),
    ended,
  );
  return startLoop({
    idleMs: EVERY_MS,
    longestPauseMs: EVERY_MS,
    async turn() {
      await read();
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
