/**
 * `npm run apart`: the shop as six services on one machine, to try it out. Each in a process of its own on the mission's
 * port (`--replicas 2` for two of each), Redis between them, nginx on PORT in front, one database under all. It owns what
 * it has started and ends it in order: nginx, the services, Redis, the database.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ServiceName, serviceNames, servicePorts } from '#contracts/common/services.ts';
import { ConfigError, withEnvFile } from '#platform/config/config.ts';
import { busyPort, freePort } from '#platform/net/ports.ts';
import { DataDirBusyError, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { type Program, run, startProgram } from '../apart/program.ts';
import { startRedis } from '../apart/redis.ts';
import { readSettings, type Settings } from '../config.ts';
import { nginxArguments, nginxConfig } from '../proxy/nginx.ts';

const MOST_REPLICAS = 4;
const BESIDE_POOL = 2;
const say = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { replicas: { type: 'string', default: '1' } } });

/** The mission's port, and for further replicas 8101, 8201 and so on. */
const portsOf = (service: ServiceName, replicas: number): number[] =>
  Array.from({ length: replicas }, (_, replica) => servicePorts[service] + replica * 100);

async function main(): Promise<void> {
  const replicas = Number(values.replicas);
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > MOST_REPLICAS) {
    throw new ConfigError(`--replicas takes a whole number up to ${MOST_REPLICAS}.`);
  }
  const environment = withEnvFile(process.env);
  const settings = readSettings({ ...environment, SERVICES: 'all' });
  const ports = serviceNames.flatMap((name) => portsOf(name, replicas));
  const busy = await busyPort([settings.server.PORT, ...ports]);
  if (busy)
    throw new ConfigError(
      `Port ${busy} is in use; stop what listens there${busy === settings.server.PORT ? ' or set PORT to another one' : ''}.`,
    );

  const ending = Promise.withResolvers<string>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.resolve(signal));
  const started: Array<() => Promise<unknown>> = [];
  try {
    await open(settings, environment, replicas, started, (what) => ending.reject(new Error(what)));
    say(`ready on http://localhost:${settings.server.PORT}`);
    await ending.promise;
    say('stopping: nginx, the services, Redis, the database');
  } finally {
    ending.promise.catch(() => {});
    for (const stop of started.reverse()) await stop();
  }
}

async function open(
  settings: Settings,
  given: Readonly<Record<string, string | undefined>>,
  replicas: number,
  started: Array<() => Promise<unknown>>,
  lost: (what: string) => void,
): Promise<void> {
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

  const redis = given.REDIS_URL ? undefined : await startRedis(folder, await freePort());
  if (redis) started.push(() => redis.program.stop());
  if (!given.REDIS_URL && !redis)
    say('redis-server is not installed: the services talk by HTTP alone, a little slower.');

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
    REDIS_URL: given.REDIS_URL ?? redis?.url,
    SECRET_KEY: common.secretKey,
    DATA_DIR: resolve(common.dataDir),
    PUBLIC_URL: common.publicUrl,
    TRUSTED_PROXIES: given.TRUSTED_PROXIES ?? '127.0.0.1',
    HOST: '127.0.0.1',
    LOG_LEVEL: given.LOG_LEVEL ?? 'warn',
    DEMO: '0',
  };
  // Before the services, which then find their tables made and the shop filled; also the first admin.
  if (settings.demo)
    await run('the demo', 'apps/server/src/commands/seed.ts', {
      ...shared,
      ...given,
      DATABASE_URL: shared.DATABASE_URL,
      SECRET_KEY: shared.SECRET_KEY,
      DEMO: '1',
    });

  const services: Program[] = [];
  started.push(() => Promise.all(services.map((program) => program.stop())));
  for (const name of serviceNames) {
    const starting = portsOf(name, replicas).map((port) =>
      startProgram(`${name} on ${port}`, process.execPath, ['apps/server/src/main.ts'], {
        env: { ...shared, SERVICES: name, PORT: String(port) },
        readyWhen: /^ready on http/m,
        lost,
      }),
    );
    for (const program of await Promise.allSettled(starting)) {
      if (program.status === 'rejected') throw program.reason;
      services.push(program.value);
    }
    say(`  ${name.padEnd(12)} http://127.0.0.1:${portsOf(name, replicas).join(', http://127.0.0.1:')}`);
  }
  await openDoor(settings, folder, replicas, started, lost);
}

async function openDoor(
  { server }: Settings,
  folder: string,
  replicas: number,
  started: Array<() => Promise<unknown>>,
  lost: (what: string) => void,
): Promise<void> {
  const upstreams = Object.fromEntries(
    serviceNames.map((name) => [name, portsOf(name, replicas).map((port) => `127.0.0.1:${port}`)]),
  ) as Record<ServiceName, string[]>;
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, nginxConfig({ upstreams, listen: `${server.HOST}:${server.PORT}`, folder, workers: 1 }));
  const nginx = await startProgram('nginx', 'nginx', nginxArguments(configuration), {
    answersOn: server.PORT,
    stopBy: 'SIGQUIT',
    lost,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ConfigError(
      'nginx is not installed, and something has to stand in front of six services: install it, or run `npm start`.',
    );
  });
  started.push(() => nginx.stop());
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const told = error instanceof ConfigError || error instanceof DataDirBusyError;
  process.stderr.write(`${told ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exit(1);
}
