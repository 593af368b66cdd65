/**
 * Password hashes by argon2id. Each takes 19 MiB and some 10 ms of a core, so at most one or two run at once in this
 * process and the others wait: shopping stays fast while many sign in.
 */
import { availableParallelism } from 'node:os';
import { hash, type Options, verify } from '@node-rs/argon2';
import { problem } from '#platform/errors/problem.ts';

// The OWASP minimum for argon2id. A change here reaches an account at its next sign-in.
const ARGON2ID = 2;
const options: Options = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const currentPrefix = `$argon2id$v=19$m=${options.memoryCost},t=${options.timeCost},p=${options.parallelism}$`;

const MAX_RUNNING = availableParallelism() > 2 ? 2 : 1;
/** Some four seconds of work: who comes later than that is told to come again. */
const MAX_WAITING = 400;

let running = 0;
const waiting: Array<() => void> = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING) throw problem('service.unavailable', { retryAfterS: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // The place is handed on, not given back, so that no newcomer slips in before those who wait.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, options));

/** Takes the same time when there is no such account or it has no password. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const compared = stored ?? (await unmatchable());
  const matches = await inTurn(() => verify(compared, password));
  return stored !== null && matches;
}

let dummy: Promise<string> | undefined;
/** A hash of nothing that anybody could type. Made at start, so that no request pays for it. */
export function unmatchable(): Promise<string> {
  dummy ??= hashPassword(`nobody ${Math.random()} ${Math.random()}`);
  return dummy;
}

/** Made with other parameters than today's. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(currentPrefix);
