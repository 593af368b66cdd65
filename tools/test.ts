/**
 * `npm test`: starts one PostgreSQL for the whole run and gives it to Node's test runner. Arguments are test files or
 * patterns; without any, every test runs.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startTestServer } from '#platform/testing/database.ts';

const everywhere = ['platform', 'contracts', 'services', 'apps', 'tests', 'bench', 'tools'];
const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('--'));
const patterns = given.filter((argument) => !argument.startsWith('--'));
const files = globSync(patterns.length > 0 ? patterns : everywhere.map((folder) => `${folder}/**/*.test.ts`)).sort();

if (files.length === 0) {
  process.stderr.write('No test file matches.\n');
  process.exit(1);
}

const server = await startTestServer();
const runner = spawn(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-timeout=180000', ...options, ...files],
  {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: server.url, NODE_ENV: 'test', TEST_RUNNER: 'npm test' },
  },
);
const code = await new Promise<number>((resolve) => runner.on('exit', (status) => resolve(status ?? 1)));
await server.stop();
sayWhatWasLeftOut();
process.exit(code);

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
