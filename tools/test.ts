/**
 * `npm test`: starts one PostgreSQL for the whole run and gives it to Node's test runner. Arguments are test files or
 * patterns; without any, every test runs, those that prove the stores run on MariaDB too, and the journeys again where the
 * shop is six processes and where it is six services of two replicas. With TEST_DATABASE=mariadb the chosen ones run on
 * MariaDB alone, or all that is not about PostgreSQL itself; with TEST_SHAPE=six or replicas in that shape alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startTestServer, type TestServer, testsOnMariadb } from '#platform/testing/database.ts';
import { isMariadbInstalled, startMariadbForTests } from '#platform/testing/mariadb.ts';
import { redisIsInstalled, startTestRedis } from '#platform/testing/redis.ts';

const everywhere = ['platform', 'contracts', 'services', 'apps', 'tests', 'bench', 'tools'];
const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('--'));
const patterns = given.filter((argument) => !argument.startsWith('--'));
/** They start, kill, ask or configure a PostgreSQL. */
const aboutPostgres = [
  'platform/postgres/*.test.ts',
  'platform/sql/lost-connections.test.ts',
  'apps/server/src/metrics.test.ts',
  'bench/*.test.ts',
  'tests/architecture/isolation.test.ts',
  'tests/constraints/*.test.ts',
  'tests/deploy/*.test.ts',
  'tests/failures/!(invariants).test.ts',
  'tests/failures/chaos/*.test.ts',
  'tests/journeys/*mariadb*.test.ts',
  'tests/mutations/*.test.ts',
  'tests/races/{batches,lost-connections}.test.ts',
];
const all = globSync(
  everywhere.map((folder) => `${folder}/**/*.test.ts`),
  { exclude: testsOnMariadb ? aboutPostgres : [] },
);
const files = (patterns.length > 0 ? globSync(patterns) : all).sort();

if (files.length === 0) {
  process.stderr.write('No test file matches.\n');
  process.exit(1);
}

/** Every store and the roads through a whole shop; what has no SQL of its own is not run twice. */
const onBothDialects = [
  'platform/events/*.test.ts',
  'platform/service/*.test.ts',
  'platform/sql/changes/*.test.ts',
  'apps/server/src/schedules.test.ts',
  'services/cart/src/{store,use-cases}/*.test.ts',
  'services/order/src/{live,use-cases}/*.test.ts',
  'services/payment/src/use-cases/*.test.ts',
  'services/payment/src/pages/*.test.ts',
  'services/payment/src/providers/{roads,reconciliation,outage}.test.ts',
  'services/product/src/cache/*.test.ts',
  'services/product/src/use-cases/!(images).test.ts',
  'services/user/src/use-cases/*.test.ts',
  'tests/failures/invariants.test.ts',
  'tests/gateways/gateways.test.ts',
  'tests/payouts/payouts.test.ts',
  'tests/journeys/{road,turns,books,documents,payouts}.test.ts',
  'tests/races/masses.test.ts',
];

/** Roads through a whole shop. */
const inEveryShape = ['tests/journeys/!(*mariadb*).test.ts'];

const { TEST_SHAPE: shape } = process.env;
let code = shape === 'replicas' ? await runWithReplicas(files) : await runOn(await startTestServer(), files);
if (patterns.length === 0 && !testsOnMariadb) code = Math.max(code, await runOnMariadbToo());
if (patterns.length === 0 && !testsOnMariadb && !shape) code = Math.max(code, await runInEveryShape());
sayWhatWasLeftOut();
process.exit(code);

async function runOn(
  server: TestServer,
  chosen: readonly string[],
  more: Record<string, string> = {},
): Promise<number> {
  const runner = spawn(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-timeout=180000', ...options, ...chosen],
    {
      stdio: 'inherit',
      env: { ...process.env, TEST_DATABASE_URL: server.url, NODE_ENV: 'test', TEST_RUNNER: 'npm test', ...more },
    },
  );
  const status = await new Promise<number>((resolve) => runner.on('exit', (end) => resolve(end ?? 1)));
  await server.stop();
  return status;
}

async function runOnMariadbToo(): Promise<number> {
  if (!isMariadbInstalled()) {
    process.stdout.write('Left out: the tests on MariaDB (mariadb-server is not installed).\n');
    return process.env.CI === 'true' ? 1 : 0;
  }
  process.stdout.write('On MariaDB:\n');
  return runOn(await startMariadbForTests(), globSync(onBothDialects).sort(), { TEST_DATABASE: 'mariadb' });
}

async function runInEveryShape(): Promise<number> {
  const journeys = globSync(inEveryShape).sort();
  process.stdout.write('The journeys on six processes:\n');
  const six = await runOn(await startTestServer(), journeys, { TEST_SHAPE: 'six' });
  process.stdout.write('The journeys on six services of two replicas:\n');
  return Math.max(six, await runWithReplicas(journeys));
}

/** Replicas share a Redis where there is one. */
async function runWithReplicas(chosen: readonly string[]): Promise<number> {
  const redis = redisIsInstalled() ? await startTestRedis() : undefined;
  if (!redis) process.stdout.write('Left out: Redis between the replicas (redis-server is not installed).\n');
  const more = { TEST_SHAPE: 'replicas', ...(redis ? { TEST_REDIS_URL: redis.url } : {}) };
  const status = await runOn(await startTestServer(), chosen, more);
  await redis?.stop();
  return redis || process.env.CI !== 'true' ? status : 1;
}

/** Suites say by `needed('redis-server', …)` which program of the machine they start. */
function sayWhatWasLeftOut(): void {
  const programs = files.flatMap((file) => {
    const [, program] = /^needed\('([\w-]+)'/m.exec(readFileSync(file, 'utf8')) ?? [];
    return program && !isOnPath(program) ? [{ program, file }] : [];
  });
  if (programs.length === 0) return;
  const lines = [...Map.groupBy(programs, ({ program }) => program)].map(
    ([program, suites]) => `${suites.map(({ file }) => file).join(', ')} (${program} is not installed)`,
  );
  process.stdout.write(`Left out: ${lines.join('; ')}.\n`);
}

function isOnPath(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}
