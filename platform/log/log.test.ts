import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const script = `
  const { createLogger } = await import('#platform/log/log.ts');
  const log = createLogger({ level: 'info', pretty: false });
  log.info('first');
  process.stdin.once('data', () => {
    log.warn('nobody reads this');
    setImmediate(() => {
      log.warn('nor this');
      process.exit(7);
    });
  });`;

test('a process whose log nobody reads any more goes on and ends as it would', async (t) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  assert.equal(JSON.parse(line).msg, 'first');
  child.stdout.destroy();
  await once(child.stdout, 'close');
  const ended = once(child, 'exit');
  child.stdin.write('go on\n');
  assert.deepEqual(await ended, [7, null]);
});
