/** From an empty folder to an open shop, and an orderly end on SIGTERM. */
import type { AddressInfo } from 'node:net';
import { ConfigError, refuseUnknown, withEnvFile } from '#platform/config/config.ts';
import { drainAndClose } from '#platform/http/drain.ts';
import { createLogger, type Logger } from '#platform/log/log.ts';
import { DataDirBusyError, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { isDatabaseAway } from '#platform/sql/away.ts';
import { createPatience, reasonOf } from '#platform/sql/patience.ts';
import { compose, type Haat } from './compose.ts';
import { readSettings, type Settings } from './config.ts';
import { mountDocs } from './docs.ts';
import { seedDemoOnce } from './seed/demo-once.ts';
import { waitForMigrations } from './wait-for-migrations.ts';
import { printWelcome } from './welcome.ts';

const DRAIN_MS = 10_000;
const DATABASE_WITHIN_MS = 30_000;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const environment = withEnvFile(process.env);
  refuseUnknown(environment, environment.NODE_ENV === 'test' ? ['HAAT_CRASH_AT'] : []);
  const settings = readSettings(environment);
  const log = createLogger({ level: settings.server.LOG_LEVEL, pretty: process.stdout.isTTY === true });

  // From here on a signal must find its way through stop(): installed before the database is started.
  const ending = Promise.withResolvers<string>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.resolve(signal));

  const embedded = settings.embedded ? await startEmbeddedPostgres({ dataDir: settings.common.dataDir }) : undefined;
  void embedded?.exited.then(() =>
    ending.reject(new Error('The database server has ended; see postgres.log in the data folder.')),
  );
  // Heard only while the shop is open: on the way there, and on the way out, others tell what went wrong.
  ending.promise.catch(() => {});
  try {
    const databaseUrl = embedded?.url ?? settings.server.DATABASE_URL!;
    const byCommand = settings.server.MIGRATE_ON_START === 'off';
    if (byCommand && !(await waitForMigrations(settings, databaseUrl, log, ending.promise))) return;
    await serve(settings, databaseUrl, log, ending.promise);
  } finally {
    await embedded?.stop();
  }
}

/** Open until a signal comes; whatever ends it, connections to the database are closed before the database is. */
async function serve(settings: Settings, databaseUrl: string, log: Logger, ending: Promise<string>): Promise<void> {
  let isOver = false;
  void ending
    .finally(() => {
      isOver = true;
    })
    .catch(() => {});
  const patiently = createPatience({
    forMs: DATABASE_WITHIN_MS,
    isOver: () => isOver,
    onWait: (reason) => log.warn({ reason }, 'the database takes no connection yet; waiting for it'),
  });
  const haat = await compose(settings, databaseUrl, log, patiently).catch((error: unknown) => {
    if (isOver && isDatabaseAway(error)) return undefined;
    throw error;
  });
  if (!haat) return;
  try {
    await mountDocs(haat);
    const finishDemo = settings.demo ? await seedDemoOnce(haat, log, say) : null;
    await haat.app.listen({ host: settings.server.HOST, port: settings.server.PORT });
    await finishDemo?.();
    printWelcome(settings, portOf(haat.app));
    const signal = await ending;
    log.info({ signal }, 'stopping: no new requests, those in flight may finish');
  } finally {
    await drainAndClose(haat.app, haat.drain, { noticeMs: settings.server.DRAIN_NOTICE_MS, drainMs: DRAIN_MS });
    await haat.stop();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}

function portOf({ server }: Haat['app']): number {
  return (server.address() as AddressInfo).port;
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataDirBusyError) return error.message;
  const { code, message, stack, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use; stop what listens there or set PORT to another one.`;
  if (isDatabaseAway(error)) return `The database takes no connection: ${reasonOf(error)}`;
  if (code === 'EACCES' && port) return `Port ${port} needs more rights; set PORT to one above 1023.`;
  return stack ?? message;
}
