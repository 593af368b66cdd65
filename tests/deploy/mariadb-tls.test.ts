/** The same on MariaDB: encrypted, and only to a server whose certificate is of the given authority and names the host. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '#platform/net/ports.ts';
import { openMysqlSession } from '#platform/sql/mysql/session.ts';
import { verifiedDatabaseUrl } from '#platform/sql/verified-url.ts';
import { isMariadbInstalled } from '#platform/testing/mariadb.ts';
import { needed } from '#platform/testing/needed.ts';
import { until } from '#platform/testing/until.ts';
import { type Authority, hasOpenssl, newAuthority } from './authority.ts';

needed('mariadbd', hasOpenssl && isMariadbInstalled(), () => {
  let folder: string;
  let ours: Authority;
  let theirs: Authority;
  let running: ChildProcess | undefined;
  const common = () => ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--user=root'];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haat-mariadb-tls-'));
    ours = newAuthority(folder, 'ours');
    theirs = newAuthority(folder, 'theirs');
    execFileSync('mariadb-install-db', [...common(), '--auth-root-authentication-method=normal', '--skip-test-db'], {
      stdio: 'ignore',
    });
  });
  after(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function stop(): Promise<void> {
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    await ended;
  }

  /** Resolves with the address once the server listens, with a certificate for this name. */
  async function start(name: string): Promise<string> {
    await stop();
    const { certificate, key } = ours.sign(name);
    const port = await freePort();
    const log = join(folder, `${port}.err`);
    const options = [
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'sock')}`,
      '--skip-log-bin',
    ];
    const tls = [`--ssl-cert=${certificate}`, `--ssl-key=${key}`, `--log-error=${log}`];
    running = spawn('mariadbd', [...common(), ...options, ...tls], { stdio: 'ignore' });
    await until(
      'MariaDB is ready',
      async () => /ready for connections/.test(await readFile(log, 'utf8').catch(() => '')),
      30_000,
    );
    return `mysql://root@localhost:${port}/haat`;
  }

  async function cipherOf(url: string): Promise<string> {
    const session = openMysqlSession(url);
    try {
      const [row] = await session.query<{ Value: string }>(`show session status like 'Ssl_cipher'`);
      return row!.Value;
    } finally {
      await session.close();
    }
  }

  test('a right certificate is taken, a foreign one and one for another name are not', async () => {
    const url = await start('localhost');
    assert.equal(await cipherOf(url), '', 'without being asked to it is not encrypted');
    assert.match(await cipherOf(verifiedDatabaseUrl(url, ours.file)), /^TLS_|GCM|CHACHA/);
    await assert.rejects(cipherOf(verifiedDatabaseUrl(url, theirs.file)), /certificate/);
    const misnamed = await start('elsewhere.example');
    await assert.rejects(cipherOf(verifiedDatabaseUrl(misnamed, ours.file)), /altnames/);
  });
});
