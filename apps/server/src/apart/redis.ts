/** The launcher's Redis: on this machine only, with a password, keeping nothing. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Program, startProgram } from './program.ts';

export interface OwnRedis {
  url: string;
  program: Program;
}

/** One that ends is no end of the shop: it goes on without. */
export async function startRedis(
  command: string,
  folder: string,
  port: number,
  ending: AbortSignal,
): Promise<OwnRedis> {
  const password = randomBytes(24).toString('hex');
  const configuration = join(folder, 'redis.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    'loglevel warning',
    `logfile "${join(folder, 'redis.log')}"`,
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
  const program = await startProgram('Redis', command, [configuration], {
    answersOn: port,
    lost: (what) => process.stderr.write(`${what} The shop goes on without it, a little slower.\n`),
    ending,
  });
  return { url: `redis://:${password}@127.0.0.1:${port}`, program };
}
