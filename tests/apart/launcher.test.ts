/** `npm run apart`: six services, Redis and nginx by one command, and nothing left of them after it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { servicePorts } from '#contracts/common/services.ts';
import { busyPort, freePort } from '#platform/net/ports.ts';
import { needed } from '#platform/testing/needed.ts';
import { hasNginx } from '../deploy/proxy.ts';

const ports = Object.values(servicePorts);

needed('nginx', hasNginx, () => {
  let dataDir: string;
  let port: number;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'haat-apart-'));
    port = await freePort();
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  function launch(): { child: ChildProcess; written: () => string } {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ['apps/server/src/commands/apart.ts'], {
      env: { PATH, HOME, DATA_DIR: dataDir, PORT: String(port), DEMO: '0' },
    });
    let written = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk) => {
        written += chunk;
      });
    }
    return { child, written: () => written };
  }

  test('opens the shop behind one address, each service with a page of its own, and ends with all it started', async () => {
    const { child, written } = launch();
    const closed = once(child, 'close');
    try {
      await new Promise<void>((resolve, reject) => {
        child.stdout!.on('data', () => /^ready on http/m.test(written()) && resolve());
        child.once('exit', () => reject(new Error(written())));
      });
      const door = `http://127.0.0.1:${port}`;
      for (const [path, status] of Object.entries({
        '/products': 200,
        '/cart': 200,
        '/roles': 401,
        '/api/orders': 401,
      })) {
        assert.equal((await fetch(door + path)).status, status, path);
      }
      for (const own of [port, ...ports]) {
        const page = await fetch(`http://127.0.0.1:${own}/docs/`);
        assert.match(await page.text(), /Scalar/);
      }
      const second = launch();
      await once(second.child, 'close');
      assert.match(second.written(), new RegExp(`^Port ${port} is in use; .*\n$`));
    } finally {
      child.kill('SIGTERM');
    }
    const [code] = await closed;
    assert.equal(code, 0, written());
    assert.equal(await busyPort([port, ...ports]), undefined);
  });
});
