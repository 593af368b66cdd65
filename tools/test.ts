/**
 * `npm test`: starts one PostgreSQL for the whole run and gives it to Node's test runner. Arguments are test files or
 * patterns; without any, every test runs, and those of what runs on both dialects run on MariaDB too. With
 * TEST_DATABASE=mariadb the chosen ones run on MariaDB alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startTestServer, type TestServer, testsOnMariadb } from '#platform/testing/database.ts';
import { isMariadbInstalled, startMariadbForTests } from '#platform/testing/mariadb.ts';

const everywhere = ['platform', 'contracts', 'services', 'apps', 'tests', 'bench', 'tools'];
const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('--'));
const patterns = given.filter((argument) => !argument.startsWith('--'));
const files = globSync(patterns.length > 0 ? patterns : everywhere.map((folder) => `${folder}/**/*.test.ts`)).sort();

if (files.length === 0) {
  process.stderr.write('No test file matches.\n');
  process.exit(1);
}

/** What has been brought to both dialects, save tests that open a whole shop. */
const onBothDialects = [
  'platform/events/*.test.ts',
  'platform/service/*.test.ts',
  'platform/sql/changes/*.test.ts',
  'services/product/src/cache/*.test.ts',
  'services/product/src/use-cases/!(images).test.ts',
];

let code = await runOn(await startTestServer(), files);
if (patterns.length === 0 && !testsOnMariadb) code = Math.max(code, await runOnMariadbToo());
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
