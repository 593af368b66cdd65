/** The list of crash points is the truth about the code, and arming one works. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crashPoints } from './crash-points.ts';

test('every crash point of the code is on the list, and nothing else', () => {
  const files = globSync(['platform/**/*.ts', 'services/**/*.ts', 'apps/**/*.ts']);
  const inCode = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bcrashPoint\('([^']+)'\)/g)].map((match) => match[1]!),
  );
  assert.deepEqual([...new Set(inCode)].sort(), crashPoints.map(({ name }) => name).sort());
});

function passThrice(environment: Record<string, string>) {
  const script = `
    const { crashPoint } = await import('#platform/lifecycle/crash-point.ts');
    for (const time of [1, 2, 3]) { crashPoint('there'); console.log(time); }`;
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
  });
  return { passed: stdout.trim().split('\n').filter(Boolean).length, signal };
}

test('a crash point strikes at the passing that was named, and only in tests', () => {
  assert.deepEqual(passThrice({ NODE_ENV: 'test', HAAT_CRASH_AT: 'there' }), { passed: 0, signal: 'SIGKILL' });
  assert.deepEqual(passThrice({ NODE_ENV: 'test', HAAT_CRASH_AT: 'there@3' }), { passed: 2, signal: 'SIGKILL' });
  assert.deepEqual(passThrice({ NODE_ENV: 'test', HAAT_CRASH_AT: 'elsewhere' }), { passed: 3, signal: null });
  assert.deepEqual(passThrice({ HAAT_CRASH_AT: 'there' }), { passed: 3, signal: null });
});
