/**
 * `npm test`: starts one PostgreSQL for the whole run and gives it to Node's test runner. Arguments are test files or
 * patterns; without any, every test runs, those of what runs on both dialects run on MariaDB too, and the journeys again
 * where the shop is six processes and where it is six services of two replicas. With TEST_DATABASE=mariadb the chosen ones
 * run on MariaDB alone, with TEST_SHAPE=six or replicas in that shape alone.
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
const files = globSync(patterns.length > 0 ? patterns : everywhere.map((folder) => `${folder}/**/*.test.ts`)).sort();

if (files.length === 0) {
  process.stderr.write('No test file matches.\n');
  process.exit(1);
}

/** What runs on MariaDB too; of whole shops those in which money moves. */
const onBothDialects = [
  'platform/events/*.test.ts',
  'platform/service/*.test.ts',
  'platform/sql/changes/*.test.ts',
  'services/payment/src/use-cases/*.test.ts',
  'services/payment/src/pages/*.test.ts',
  'services/payment/src/providers/{roads,reconciliation,outage}.test.ts',
  'services/product/src/cache/*.test.ts',
  'services/product/src/use-cases/!(images).test.ts',
  'tests/failures/invariants.test.ts',
  'tests/gateways/gateways.test.ts',
  'tests/payouts/payouts.test.ts',
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
