import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('a clock that jumps is wrong for whoever asks for the date, and for nothing else', () => {
  const script = `
    const past = new Date(0);
    console.log(JSON.stringify([Date.now(), new Date().getTime(), past.getTime(), past instanceof Date, Date.UTC(1970, 0), performance.timeOrigin]));`;
  const before = Date.now();
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--import=${new URL('odd-clock.ts', import.meta.url)}`,
      ODD_CLOCK: '-3600000@0',
    },
    encoding: 'utf8',
  });
  const [asked, made, epoch, isDate, utc, origin] = JSON.parse(stdout);
  assert.ok(asked <= Date.now() - 3_600_000 && asked >= before - 3_600_000);
  assert.ok(made >= asked && made <= Date.now() - 3_600_000);
  assert.deepEqual([epoch, isDate, utc], [0, true, 0]);
  assert.ok(origin >= before - 1_000);
});
