/** Counts that the processes of a shop keep together in Redis. Who cannot be told in time goes on with what it knows. */
import type { RedisLink } from '../neighbours/redis.ts';
import type { Count } from './rate-limit.ts';

/** `goOn` is called once, soon; `learn` before it or later, or never where Redis is away. */
export type CountTogether = (key: string, windowMs: number, goOn: () => void, learn: (count: Count) => void) => void;

const WITHIN_MS = 10;
/** So many may wait in the line to a Redis that stands still. */
const MOST_UNANSWERED = 1_000;

const COUNT = `
  local current = redis.call('incr', KEYS[1])
  if current == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
  return { current, redis.call('pttl', KEYS[1]) }
`;

type Command = (key: string, windowMs: number) => Promise<[current: number, ttl: number]>;

export function countTogether(link: RedisLink): CountTogether {
  link.commands.defineCommand('haatCount', { numberOfKeys: 1, lua: COUNT });
  const count = (link.commands as unknown as { haatCount: Command }).haatCount.bind(link.commands);
  let unanswered = 0;
  // Not answered in time. While there is one, nobody else is kept waiting.
  let late = 0;

  return (key, windowMs, goOn, learn) => {
    if (!link.isUp() || unanswered >= MOST_UNANSWERED) return goOn();
    unanswered += 1;
    const waits = late === 0;
    let isLate = !waits;
    const giveUp = () => {
      if (timer === undefined) return;
      isLate = true;
      late += 1;
      goOn();
    };
    // Where it was this process that was busy, the answer lies there already and is read first.
    let timer = waits ? setTimeout(() => setImmediate(giveUp), WITHIN_MS) : undefined;
    const settle = () => {
      unanswered -= 1;
      clearTimeout(timer);
      timer = undefined;
      if (isLate && waits) late -= 1;
      else if (waits) goOn();
    };
    count(`${link.prefix}:rate:${key}`, windowMs).then(
      ([current, ttl]) => {
        learn({ current, ttl });
        settle();
      },
      () => settle(),
    );
    if (!waits) goOn();
  };
}
