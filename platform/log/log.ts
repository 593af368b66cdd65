/** Structured logs on standard output; what could hold a secret is cut out before it is written. */
import { type Logger, type LoggerOptions, pino } from 'pino';
import { scrub } from './scrub.ts';

export type { Logger } from 'pino';

const secrets = ['password', 'token', 'accessToken', 'refreshToken', 'authorization', 'cookie', 'secret'];

export const logOptions = (level: string): LoggerOptions => ({
  level,
  base: undefined,
  redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[cut]' },
  // Whatever a text brought along: a gateway's error, an address with a query.
  hooks: { streamWrite: scrub },
});

export function createLogger(options: { level: string; pretty: boolean }): Logger {
  return pino({
    ...logOptions(options.level),
    ...(options.pretty
      ? { transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' } } }
      : {}),
  });
}

export const silentLogger = (): Logger => pino({ level: 'silent' });
