/**
 * `npm run apart`: the shop as six services on one machine, to try it out. Each in a process of its own on the mission's
 * port (`--replicas 2` for two of each), Redis between them, nginx on PORT in front, one database under all. It owns what
 * it has started and ends it in order: nginx, the services, Redis, the database.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ServiceName, serviceNames, servicePorts } from '#contracts/common/services.ts';
import { ConfigError, type Environment, withEnvFile } from '#platform/config/config.ts';
import { busyPort, freePort } from '#platform/net/ports.ts';
import { DataDirBusyError, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { NotStarted, type Program, run, startProgram } from '../apart/program.ts';
import { findPrograms, type Programs } from '../apart/programs.ts';
import { startRedis } from '../apart/redis.ts';
import { readSettings, type Settings } from '../config.ts';
import { nginxArguments, nginxConfig } from '../proxy/nginx.ts';
import { printWelcome } from '../welcome.ts';

const MOST_REPLICAS = 4;
/** Why all ends where somebody asked for it. */
const ON_REQUEST = Symbol('on request');
const BESIDE_POOL = 2;
const say = (line: string) => process.stdout.write(`${line}\n`);

/** The mission's port, and for further replicas 8101, 8201 and so on. */
const portsOf = (service: ServiceName, replicas: number): number[] =>
  Array.from({ length: replicas }, (_, replica) => servicePorts[service] + replica * 100);

async function main(): Promise<void> {
  const replicas = readReplicas();
  const environment = withEnvFile(process.env);
  const settings = readSettings({ ...environment, SERVICES: 'all' });
  const programs = findPrograms({ redis: !environment.REDIS_URL, say });
  const busy = await busyPort([settings.server.PORT]);
  if (busy) throw new ConfigError(`Port ${busy} is in use; stop what listens there or set PORT to another one.`);
  const taken = await busyPort(serviceNames.flatMap((name) => portsOf(name, replicas)));
  if (taken) {
    throw new ConfigError(
      `Port ${taken} is in use, and one of the services needs it: is \`npm run apart\` running already?`,
    );
  }

  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ending.abort(ON_REQUEST));
  const started: Array<() => Promise<unknown>> = [];
  try {
    await open({
      settings,
      given: environment,
      replicas,
      programs,
      started,
      ending: ending.signal,
      lost: (what) => ending.abort(new NotStarted(what)),
    });
    printWelcome(settings, settings.server.PORT);
    await new Promise((resolve) => {
      ending.signal.addEventListener('abort', resolve);
      if (ending.signal.aborted) resolve(undefined);
    });
    throw ending.signal.reason;
  } catch (error) {
    if (error !== ON_REQUEST) throw error;
  } finally {
    if (started.length > 0) say('stopping what was started');
    for (const stop of started.reverse()) await stop();
  }
}

function readReplicas(): number {
  let given: string;
  try {
    given = parseArgs({ options: { replicas: { type: 'string', default: '1' } } }).values.replicas;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\nUsage: npm run apart [-- --replicas 2]`);
  }
  const replicas = Number(given);
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= MOST_REPLICAS) return replicas;
  throw new ConfigError(`--replicas takes a whole number from 1 to ${MOST_REPLICAS}.`);
}

interface Opening {
  settings: Settings;
  given: Environment;
  replicas: number;
  programs: Programs;
  /** How to stop what runs so far, in the order of its start. */
  started: Array<() => Promise<unknown>>;
  ending: AbortSignal;
  lost: (what: string) => void;
}

async function open(opening: Opening): Promise<void> {
  const { settings, given, replicas, programs, started, ending, lost } = opening;
  const { server, common } = settings;
  const folder = join(common.dataDir, 'apart');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const processes = serviceNames.length * replicas;
  const pool = Math.max(2, Math.floor(10 / replicas));
  const embedded = settings.embedded
    ? await startEmbeddedPostgres({
        dataDir: common.dataDir,
        settings: { max_connections: String(processes * (pool + BESIDE_POOL) + 40) },
      })
    : undefined;
  if (embedded) started.push(() => embedded.stop());
  void embedded?.exited.then(() => lost('The database server has ended; see postgres.log in the data folder.'));

  const redis = programs.redisServer && (await startRedis(programs.redisServer, folder, await freePort(), ending));
  if (redis) started.push(() => redis.program.stop());

  const urls = Object.fromEntries(
    serviceNames.map((name) => [
      `${name.toUpperCase()}_URL`,
      portsOf(name, replicas)
        .map((port) => `http://127.0.0.1:${port}`)
        .join(','),
    ]),
  );
  const shared = {
    ...given,
    ...urls,
    DATABASE_URL: embedded?.url ?? server.DATABASE_URL,
    DATABASE_POOL: given.DATABASE_POOL ?? String(pool),
    REDIS_URL: redis ? redis.url : given.REDIS_URL,
    SECRET_KEY: common.secretKey,
    DATA_DIR: resolve(common.dataDir),
    PUBLIC_URL: common.publicUrl,
    TRUSTED_PROXIES: given.TRUSTED_PROXIES ?? '127.0.0.1',
    HOST: '127.0.0.1',
    LOG_LEVEL: given.LOG_LEVEL ?? 'warn',
    DEMO: '0',
  };
  // Before the services, which then find their tables made and the shop filled; also the first admin.
  const marks = [common.dataDir, folder].map((place) => join(place, 'demo-is-there'));
  if (settings.demo && !marks.some((mark) => existsSync(mark))) {
    const environment = { ...shared, ...given, DATABASE_URL: shared.DATABASE_URL, SECRET_KEY: shared.SECRET_KEY };
    await run('The demo', 'apps/server/src/commands/seed.ts', { ...environment, DEMO: '1' }, ending);
    // Not the mark of `npm start`, which also makes orders.
    writeFileSync(marks[1]!, `${new Date().toISOString()}\n`);
  }

  const services: Program[] = [];
  started.push(() => Promise.all(services.map((program) => program.stop())));
  for (const name of serviceNames) {
    const starting = portsOf(name, replicas).map((port) =>
      startProgram(`${name} on ${port}`, process.execPath, ['apps/server/src/main.ts'], {
        env: { ...shared, SERVICES: name, PORT: String(port) },
        readyWhen: /^ready on http/m,
        lost,
        ending,
      }),
    );
    const settled = await Promise.allSettled(starting);
    services.push(...settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    say(`  ${name.padEnd(12)} http://127.0.0.1:${portsOf(name, replicas).join(', http://127.0.0.1:')}`);
  }
  await openDoor(opening, folder);
}

async function openDoor(
  { settings: { server }, programs, replicas, started, ending, lost }: Opening,
  folder: string,
): Promise<void> {
  const upstreams = Object.fromEntries(
    serviceNames.map((name) => [name, portsOf(name, replicas).map((port) => `127.0.0.1:${port}`)]),
  ) as Record<ServiceName, string[]>;
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, nginxConfig({ upstreams, listen: `${server.HOST}:${server.PORT}`, folder, workers: 1 }));
  const door = await startProgram('nginx', programs.nginx, nginxArguments(configuration), {
    answersOn: server.PORT,
    stopBy: 'SIGQUIT',
    lost,
    ending,
  });
  started.push(() => door.stop());
}

const isTold = (error: unknown): error is Error =>
  [ConfigError, DataDirBusyError, NotStarted].some((kind) => error instanceof kind);

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${isTold(error) ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(1);
}
