/** Apart from the user service: learn each second which sessions have ended, all of the last minutes at start. */
import { randomUUID } from 'node:crypto';
import type { userApi } from '#contracts/user/api.ts';
import { ACCESS_TOKEN_LIVES_S, type EndedSessions } from '#platform/auth/sessions.ts';
import type { Client } from '#platform/contract/client.ts';
import { type Loop, startLoop } from '#platform/lifecycle/loop.ts';
import type { Logger } from '#platform/log/log.ts';
import { systemContext } from '#platform/service/context.ts';

const EVERY_MS = 1_000;
/** Ends are read again a little way back: they do not commit in the order of their times. */
const OVERLAP_MS = 5_000;

export function followEndedSessions(users: Client<typeof userApi>, ended: EndedSessions, log: Logger): Loop {
  let since = Date.now() - (ACCESS_TOKEN_LIVES_S + 60) * 1_000;
  let lost = false;
  return startLoop({
    idleMs: EVERY_MS,
    async turn() {
      const answer = await users.endedSessions({ query: { since } }, systemContext(log, randomUUID(), 1_500));
      for (const { sessionId } of answer.ended) ended.end(sessionId);
      since = answer.now - OVERLAP_MS;
      ended.touch();
      if (lost) log.info('the feed of ended sessions is back');
      lost = false;
      return false;
    },
    onError(error) {
      if (!lost) log.warn({ err: error }, 'the feed of ended sessions is away');
      lost = true;
    },
  });
}
