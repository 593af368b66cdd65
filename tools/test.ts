/**
 * `npm test`: starts one PostgreSQL for the whole run and gives it to Node's test runner. Arguments are test files or
 * patterns; without any, every test runs.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
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
  { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: server.url, NODE_ENV: 'test' } },
);
const code = await new Promise<number>((resolve) => runner.on('exit', (status) => resolve(status ?? 1)));
await server.stop();
process.exit(code);
