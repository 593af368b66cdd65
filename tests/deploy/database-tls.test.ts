/** With DATABASE_CA_FILE every connection to the database is encrypted, and none is made to a server that cannot prove its name. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { freePort } from '#platform/net/ports.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';
import { needed } from '#platform/testing/needed.ts';
import { until } from '#platform/testing/until.ts';
import { startShop } from '../shop-process.ts';
import { type Authority, hasOpenssl, newAuthority } from './authority.ts';

needed('openssl', hasOpenssl, () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let ours: Authority;
  let theirs: Authority;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haat-tls-'));
    postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    ours = newAuthority(folder, 'ours');
    theirs = newAuthority(folder, 'theirs');
  });
  after(async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The server shows this certificate from now on. */
  async function show({ certificate, key }: { certificate: string; key: string }): Promise<void> {
    const cluster = join(folder, 'postgres');
    const { uid, gid } = statSync(cluster);
    for (const [from, name] of [
      [certificate, 'server.crt'],
      [key, 'server.key'],
    ] as const) {
      copyFileSync(from, join(cluster, name));
      chownSync(join(cluster, name), uid, gid);
    }
    await asked(`alter system set ssl = on`);
    const [{ at }] = await asked('select pg_conf_load_time() as at');
    await asked('select pg_reload_conf()');
    await until('the server has read it', async () => {
      const [now] = await asked('select pg_conf_load_time() as at');
      return Number(now.at) > Number(at);
    });
  }

  async function asked(text: string): Promise<any[]> {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  const environment = (authority: Authority) => ({
    DATABASE_URL: postgres.url.replace('127.0.0.1', 'localhost'),
    DATABASE_CA_FILE: authority.file,
    SECRET_KEY: 'test-only-key-0123456789abcdef0123456789abcdef',
    NODE_ENV: 'test',
  });

  async function migrate(authority: Authority): Promise<{ code: number; errors: string }> {
    const child = spawn(process.execPath, ['apps/server/src/commands/migrate.ts'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...bareEnvironment(), DATA_DIR: join(folder, 'shop'), SERVICES: 'cart', ...environment(authority) },
    });
    const errors = Buffer.concat(await child.stderr.toArray()).toString();
    if (child.exitCode === null) await once(child, 'close');
    return { code: child.exitCode!, errors };
  }

  test('a server without TLS is refused', async () => {
    const { code, errors } = await migrate(ours);
    assert.equal(code, 1);
    assert.match(errors, /does not support SSL/);
  });

  test('the shop opens on a server whose certificate is right, and each of its connections is encrypted', async () => {
    await show(ours.sign('localhost'));
    const shop = await startShop({
      dataDir: join(folder, 'shop'),
      port: await freePort(),
      environment: environment(ours),
    });
    try {
      assert.equal((await fetch(`${shop.url}/products`)).status, 200);
      const connections = await asked(
        `select application_name as name, ssl from pg_stat_activity join pg_stat_ssl using (pid)
         where application_name like 'haat%' order by 1`,
      );
      assert.ok(new Set(connections.map(({ name }) => name)).size >= 6, JSON.stringify(connections));
      assert.deepEqual(
        connections.filter(({ ssl }) => !ssl),
        [],
      );
    } finally {
      shop.signal('SIGTERM');
      await shop.ended;
    }
  });

  test('a certificate of another authority, or for another name, is refused', async () => {
    const foreign = await migrate(theirs);
    assert.equal(foreign.code, 1);
    assert.match(foreign.errors, /unable to (verify the first|get local issuer) certificate/);
    await show(ours.sign('elsewhere.example'));
    const misnamed = await migrate(ours);
    assert.equal(misnamed.code, 1);
    assert.match(misnamed.errors, /does not match certificate's altnames/);
  });
});
