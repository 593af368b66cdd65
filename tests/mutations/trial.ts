/** Runs one test file, or those of its tests whose names begin so, and says what failed. */
import { spawn } from 'node:child_process';
import type { Proof } from './guards.ts';

export interface Verdict {
  passed: boolean;
  /** Names of the tests that failed. */
  failed: readonly string[];
  /** What the database said of a statement that is no SQL any more: the guard was cut out badly. */
  nonsense: string | undefined;
  /** So that nothing at all was tried: the name is wrong. */
  empty: boolean;
}

const TIME_LIMIT_MS = 150_000;
const NONSENSE =
  /syntax error at[^"\n]*"[^"\n]*"|SyntaxError: [^\n]*|column "[^"]+" does not exist|ERR_INVALID_TYPESCRIPT_SYNTAX/;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
/** Some names are put together from parts: what stands between the parts has to be there. */
const patternOf = (name: string): string => name.split('…').map(escaped).join('.*');

export function tryTests(folder: string, databaseUrl: string, [file, name]: Proof): Promise<Verdict> {
  const options = name === '' ? [] : [`--test-name-pattern=/^${patternOf(name)}/`];
  const child = spawn(process.execPath, ['--test-reporter=tap', '--test-timeout=60000', ...options, file], {
    cwd: folder,
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl, NODE_ENV: 'test', TEST_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text) => said.push(text));
  child.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  const deadline = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(deadline);
      const output = said.join('');
      resolve({
        passed: code === 0,
        failed: [...output.matchAll(/^ *not ok \d+ - (.*)$/gm)].map((match) => match[1]!.replace(/ # .*$/, '')),
        nonsense: NONSENSE.exec(output)?.[0],
        empty: /^# pass 0$/m.test(output) && /^# fail 0$/m.test(output),
      });
    });
  });
}
