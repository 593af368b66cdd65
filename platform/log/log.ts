/** Structured logs on standard output; what could hold a secret is cut out before it is written. */
import { type Logger, pino } from 'pino';
import { scrub } from './scrub.ts';

export type { Logger } from 'pino';

const secrets = ['password', 'token', 'accessToken', 'refreshToken', 'authorization', 'cookie', 'secret'];

export function createLogger(options: { level: string; pretty: boolean }): Logger {
  return pino({
    level: options.level,
    base: undefined,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[cut]' },
    // Whatever a text brought along: a gateway's error, an address with a query.
    hooks: { streamWrite: scrub },
    ...(options.pretty
      ? { transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' } } }
      : {}),
  });
}

export const silentLogger = (): Logger => pino({ level: 'silent' });
