/**
 * `npm test`: starts one PostgreSQL for the whole run and gives it to the tests. Arguments are test files or patterns;
 * without any, every test runs, those that prove the stores run on MariaDB too, and the journeys again where the shop is
 * six processes and where it is six services of two replicas. With TEST_DATABASE=mariadb the chosen ones run on MariaDB
 * alone, or all that is not about PostgreSQL itself; with TEST_SHAPE=six or replicas in that shape alone.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startTestServer, testsOnMariadb } from '#platform/testing/database.ts';
import { isMariadbInstalled, startMariadbForTests } from '#platform/testing/mariadb.ts';
import { redisIsInstalled, startTestRedis } from '#platform/testing/redis.ts';
import { type Part, queueOf } from './suite/batches.ts';
import { aboutPostgres, everywhere, inEveryShape, onBothDialects } from './suite/lists.ts';
import { runBatches } from './suite/queue.ts';

const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('--'));
const patterns = given.filter((argument) => !argument.startsWith('--'));
const files = globSync(patterns.length > 0 ? patterns : everywhere, {
  exclude: testsOnMariadb && patterns.length === 0 ? aboutPostgres : [],
}).sort();

/** Twice the usual cores: tests wait, too. */
const SLOTS = 4;

if (files.length === 0) {
  process.stderr.write('No test file matches.\n');
  process.exit(1);
}

const { TEST_SHAPE: shape, CI } = process.env;
const whole = patterns.length === 0 && !testsOnMariadb;
const ends: Array<() => Promise<void>> = [];
const leftOut = programsMissing();
let passed = false;

try {
  const parts = await choose();
  passed = await runBatches(queueOf(parts), { slots: SLOTS, options });
} finally {
  for (const end of ends) await end();
}
for (const line of leftOut) process.stdout.write(`Left out: ${line}.\n`);
process.exitCode = passed && (leftOut.length === 0 || CI !== 'true') ? 0 : 1;

async function choose(): Promise<Part[]> {
  const environment: Part['environment'] = {
    NODE_ENV: 'test',
    TEST_RUNNER: 'npm test',
    TEST_DATABASE_URL: await started(startTestServer),
  };
  if (shape === 'replicas') return [await withReplicas(environment, files)];
  const parts: Part[] = [{ title: '', files, environment }];
  if (whole) parts.push(...(await onMariadbToo(environment)));
  if (whole && !shape) {
    const journeys = globSync(inEveryShape).sort();
    parts.push({ title: ', six processes', files: journeys, environment: { ...environment, TEST_SHAPE: 'six' } });
    parts.push(await withReplicas(environment, journeys));
  }
  return parts;
}

async function onMariadbToo(environment: Part['environment']): Promise<Part[]> {
  if (!isMariadbInstalled()) {
    leftOut.push('the tests on MariaDB (mariadb-server is not installed)');
    return [];
  }
  const url = await started(startMariadbForTests);
  return [
    {
      title: ', on MariaDB',
      files: globSync(onBothDialects).sort(),
      environment: { ...environment, TEST_DATABASE: 'mariadb', TEST_DATABASE_URL: url },
    },
  ];
}

/** They share a Redis where there is one. */
async function withReplicas(environment: Part['environment'], chosen: readonly string[]): Promise<Part> {
  const more: Part['environment'] = { TEST_SHAPE: 'replicas' };
  if (redisIsInstalled()) more.TEST_REDIS_URL = await started(startTestRedis);
  else leftOut.push('Redis between the replicas (redis-server is not installed)');
  return { title: ', six services of two replicas', files: chosen, environment: { ...environment, ...more } };
}

async function started(start: () => Promise<{ url: string; stop(): Promise<void> }>): Promise<string> {
  const { url, stop } = await start();
  ends.push(stop);
  return url;
}

/** Suites say by `needed('redis-server', …)` which program of the machine they start. */
function programsMissing(): string[] {
  const missing = files.flatMap((file) => {
    const [, program] = /^needed\('([\w-]+)'/m.exec(readFileSync(file, 'utf8')) ?? [];
    return program && !isOnPath(program) ? [{ program, file }] : [];
  });
  return [...Map.groupBy(missing, ({ program }) => program)].map(
    ([program, suites]) => `${suites.map(({ file }) => file).join(', ')} (${program} is not installed)`,
  );
}

function isOnPath(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}
