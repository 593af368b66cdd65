/** `npm run apart`: six services, Redis and nginx by one command, and nothing left of them after it, however it ends. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { servicePorts } from '#contracts/common/services.ts';
import { busyPort, freePort } from '#platform/net/ports.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';
import { needed } from '#platform/testing/needed.ts';
import { until } from '#platform/testing/until.ts';
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

  interface Launched {
    child: ChildProcess;
    written: () => string;
    ready: () => Promise<void>;
    ended: Promise<[number | null, string | null]>;
  }

  function launch(words: string[] = [], environment: Record<string, string> = {}): Launched {
    const child = spawn(process.execPath, ['apps/server/src/commands/apart.ts', ...words], {
      env: { ...bareEnvironment(), DATA_DIR: dataDir, PORT: String(port), DEMO: '0', ...environment },
    });
    let written = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk) => {
        written += chunk;
      });
    }
    const ended = once(child, 'close') as Launched['ended'];
    const ready = () =>
      new Promise<void>((resolve, reject) => {
        child.stdout!.on('data', () => /^ready on http/m.test(written) && resolve());
        child.once('exit', () => reject(new Error(written)));
      });
    return { child, written: () => written, ready, ended };
  }

  const nothingListens = async () => (await busyPort([port, ...ports])) === undefined;

  test('what it cannot do it says in a sentence, before it starts anything', async () => {
    const refusals: Array<[RegExp, string[], Record<string, string>?]> = [
      [/^Unknown option '--replica'.*\nUsage: npm run apart/, ['--replica', '2']],
      [/^--replicas takes a whole number from 1 to 4\.\n$/, ['--replicas', 'many']],
      [/^The configuration is not valid: PORT .*\n$/, [], { PORT: 'front' }],
    ];
    for (const [sentence, words, environment] of refusals) {
      const { ended, written } = launch(words, environment);
      assert.equal((await ended)[0], 1);
      assert.match(written(), sentence);
    }
  });

  test('a Redis that is not installed is named with how it is had, before anything is started', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port: taken } = busy.address() as { port: number };
    try {
      const { ended, written } = launch([], { PATH: dataDir, PORT: String(taken) });
      assert.equal((await ended)[0], 1);
      assert.match(
        written(),
        /^redis-server is not installed: .* `apt install redis-server`.*\nPort \d+ is in use; .*\n$/,
      );
      const own = launch([], { PATH: dataDir, PORT: String(taken), REDIS_URL: 'redis://127.0.0.1:1' });
      await own.ended;
      assert.match(own.written(), /^Port \d+ is in use; .*\n$/);
    } finally {
      busy.close();
    }
  });

  test('opens the shop behind one address, each service with a page of its own, and ends with all it started', async () => {
    const { child, written, ready, ended } = launch();
    try {
      await ready();
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
      assert.match(written(), /Become the first one, once and within a day: http/, 'what a service says is passed on');
      const second = launch();
      await second.ended;
      assert.match(second.written(), new RegExp(`^Port ${port} is in use; .*\n$`));
      const elsewhere = launch([], { PORT: String(await freePort()) });
      await elsewhere.ended;
      assert.match(elsewhere.written(), /^Port 8001 is in use, .* running already\?\n$/);
    } finally {
      child.kill('SIGTERM');
    }
    const [code] = await ended;
    assert.equal(code, 0, written());
    assert.ok(!/\n +at /.test(written()), `no stack in ${written()}`);
    assert.ok(await nothingListens());
  });

  test('killed with two of each, it leaves nothing behind, and the next start finds all as it was', async () => {
    const { child, written, ready, ended } = launch(['--replicas', '2']);
    try {
      await ready();
    } finally {
      child.kill('SIGKILL');
    }
    await ended;
    await until('all it started has ended', nothingListens, 30_000);
    await until('nobody works in its folder', async () => (await worksIn(dataDir)) === 0, 30_000);
    const next = launch();
    // Interrupted on its way: it ends as quietly as later.
    await until('it has begun', async () => /^ +user /m.test(next.written()), 60_000);
    next.child.kill('SIGINT');
    assert.deepEqual(await next.ended, [0, null], next.written());
    assert.ok(!/\n +at /.test(written() + next.written()));
    assert.ok(await nothingListens());
  });

  /** Processes of this machine that were started for the folder. */
  async function worksIn(folder: string): Promise<number> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
    const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
    return pids.filter((_, index) => (environments[index]! + commands[index]).includes(folder)).length;
  }
});
