/**
 * Where tables are made by `npm run migrate` alone, a process that comes first waits for it. Meanwhile it answers that it
 * lives and is not ready, so that it is neither killed nor sent requests.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { problem, problemBody } from '#platform/errors/problem.ts';
import { createLogger, type Logger } from '#platform/log/log.ts';
import type { Settings } from './config.ts';
import { openDatabases } from './databases.ts';
import { allServices } from './services.ts';

const EVERY_MS = 1_000;

/** False when `ending` came first. */
export async function waitForMigrations(
  settings: Settings,
  databaseUrl: string,
  log: Logger,
  ending: Promise<unknown>,
): Promise<boolean> {
  const { HOST, PORT } = settings.server;
  const room = createServer((request, response) => {
    const answer = request.url === '/health/live' ? { status: 'live' } : undefined;
    const body = answer ?? problemBody(problem('service.unavailable', { detail: 'The tables are being made.' }), '-');
    response.writeHead(answer ? 200 : 503, {
      'content-type': answer ? 'application/json' : 'application/problem+json',
      connection: 'close',
      ...(answer ? {} : { 'retry-after': '1' }),
    });
    response.end(JSON.stringify(body));
  });
  room.listen(PORT, HOST);
  await once(room, 'listening');
  let ended = false;
  const end = ending
    .catch(() => {})
    .then(() => {
      ended = true;
    });
  let told = '';
  try {
    while (!ended) {
      const reason = await whatIsMissing(settings, databaseUrl);
      if (reason === undefined) return true;
      if (reason !== told) log.info({ reason }, 'waiting for `npm run migrate`');
      told = reason;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, EVERY_MS)), end]);
    }
    return false;
  } finally {
    room.close();
    await once(room, 'close');
  }
}

// What it would warn of is told when the shop opens.
const silent = createLogger({ level: 'silent', pretty: false });

/** No database, and tables that nobody has made, are the same here: not yet. */
async function whatIsMissing(settings: Settings, databaseUrl: string): Promise<string | undefined> {
  const chosen = allServices.filter(({ name }) => settings.services.includes(name));
  try {
    const databases = await openDatabases(chosen, settings, databaseUrl, silent);
    try {
      for (const [name, { isReady }] of databases) {
        if (!(await isReady())) return `the tables of ${name} are older than this program`;
      }
      return undefined;
    } finally {
      await Promise.all([...databases.values()].map(({ database }) => database.close()));
    }
  } catch (error) {
    return (error as Error).message;
  }
}
