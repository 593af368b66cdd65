/** With REDIS_CA_FILE Redis is spoken to encrypted, and only where its certificate is of that authority and names the host. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLogger } from '#platform/log/log.ts';
import { openRedis } from '#platform/neighbours/redis.ts';
import { freePort } from '#platform/net/ports.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled } from '#platform/testing/redis.ts';
import { until } from '#platform/testing/until.ts';
import { type Authority, hasOpenssl, newAuthority } from './authority.ts';

needed('redis-server', hasOpenssl && redisIsInstalled(), () => {
  let folder: string;
  let ours: Authority;
  let theirs: Authority;
  const running: ChildProcess[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haat-redis-tls-'));
    ours = newAuthority(folder, 'ours');
    theirs = newAuthority(folder, 'theirs');
  });
  after(async () => {
    for (const child of running) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  async function start(name: string): Promise<string> {
    const { certificate, key } = ours.sign(name);
    const port = await freePort();
    const child = spawn('redis-server', ['-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    running.push(child);
    const tls = `tls-port ${port}\ntls-cert-file ${certificate}\ntls-key-file ${key}\ntls-auth-clients no\n`;
    child.stdin!.end(`port 0\nbind 127.0.0.1\nsave ""\nappendonly no\n${tls}`);
    let said = '';
    child.stdout!.on('data', (chunk) => (said += chunk));
    await until(`Redis listens; it said ${said}`, () => /Ready to accept connections/.test(said));
    return `rediss://localhost:${port}`;
  }

  /** `PONG`, or why there is no connection. */
  async function ask(url: string, caFile: string | undefined): Promise<string> {
    const link = await openRedis({
      url,
      prefix: 'test',
      caFile,
      log: createLogger({ level: 'silent', pretty: false }),
    });
    try {
      const refused = Promise.withResolvers<string>();
      link.commands.on('error', (error: Error) => refused.resolve(error.message));
      const up = new Promise<string>((resolve) => {
        link.commands.on('ready', () => resolve(link.commands.ping()));
      });
      return await Promise.race([up, refused.promise]);
    } finally {
      link.close();
    }
  }

  test('a right certificate is taken; a foreign one, an unknown one and one for another name are not', async () => {
    const url = await start('localhost');
    assert.equal(await ask(url, ours.file), 'PONG');
    assert.match(await ask(url, theirs.file), /certificate/);
    assert.match(await ask(url, undefined), /certificate/);
    assert.match(await ask(await start('elsewhere.example'), ours.file), /altnames/);
  });
});
