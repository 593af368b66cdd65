/** Structured logs on standard output; what could hold a secret is cut out before it is written. */
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
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

export function createLogger({ level, pretty }: { level: string; pretty: boolean }): Logger {
  const options = logOptions(level);
  if (!pretty) return pino(options, standardOutput());
  const target = { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' } };
  return pino({ ...options, transport: target });
}

let isBorne = false;

/** Pino's own way to it tries for ever, and holds up the end of the process, when who read it is gone. */
function standardOutput(): DestinationStream {
  if (!isBorne) process.stdout.on('error', () => {});
  isBorne = true;
  return { write: (line) => void process.stdout.write(line) };
}

export const silentLogger = (): Logger => pino({ level: 'silent' });
