/**
 * A MariaDB for tests, from the programs that are installed on the machine, on a socket in a folder of its own. Each caller
 * gets databases to itself, made again from what a migrated template holds: the server cannot copy one.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { databaseDefaults } from '../sql/mysql/pool.ts';
import { type MysqlSession, openMysqlSession } from '../sql/mysql/session.ts';
import type { DatabaseTemplate, TestServer } from './database.ts';
import { newServerFolder } from './server-folder.ts';
import { until } from './until.ts';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const programOf = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path));

export const isMariadbInstalled = (): boolean =>
  programOf('mariadbd') !== undefined && programOf('mariadb-install-db') !== undefined;

/** A server with a folder of its own, which can be ended and started again on what it kept. */
export interface Mariadb {
  url: string;
  start(): Promise<void>;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  remove(): Promise<void>;
}

/** Only the machine may not crash under it. */
const settings = [
  '--skip-networking',
  '--skip-log-bin',
  '--max-prepared-stmt-count=200000',
  '--innodb-flush-method=nosync',
  // A file for each table costs most of the time that a test database takes.
  '--innodb-file-per-table=0',
  '--performance-schema=OFF',
  '--default-time-zone=+05:30',
];

export async function openMariadb(more: readonly string[]): Promise<Mariadb> {
  const [server, install] = [programOf('mariadbd'), programOf('mariadb-install-db')];
  if (!server || !install) throw new Error('MariaDB is not installed: apt-get install mariadb-server');
  const folder = await newServerFolder('haat-mariadb-');
  // A server that starts clears its folder for temporary tables: one that shared it would crash.
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const common = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${temporary}`,
    `--user=${userInfo().username}`,
  ];
  await promisify(execFile)(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db']);
  const socket = join(folder, 'server.sock');
  const args = [...common, `--socket=${socket}`, `--log-error=${join(folder, 'log')}`, ...settings, ...more];
  const url = `mysql://root@localhost/?socket=${encodeURIComponent(socket)}`;
  let child: ChildProcess | undefined;
  return {
    url,
    async start() {
      const started = spawn(server, args, { stdio: 'ignore' });
      child = started;
      await until('MariaDB answers', () => answers(url, started), 30_000);
    },
    async end(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Unsafe and fast: nothing in it outlives the run. */
const forgetful = [
  '--max-connections=400',
  '--innodb-buffer-pool-size=256M',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
];

export async function startMariadbForTests(): Promise<TestServer> {
  const server = await openMariadb(forgetful);
  await server.start();
  return {
    url: server.url,
    async stop() {
      await server.end('SIGTERM');
      await server.remove();
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`MariaDB ended with ${child.exitCode}.`);
  return withSession(url, (session) => session.query('select 1')).then(
    () => true,
    () => false,
  );
}

async function withSession<T>(url: string, work: (session: MysqlSession) => Promise<T>, schema?: string): Promise<T> {
  const session = openMysqlSession(url, { schema });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function createOnMariadb(url: string, name: string, template?: DatabaseTemplate): Promise<string> {
  const own = urlOf(url, name);
  if (template) {
    const pieces = await (snapshots.get(template.name) ?? takeSnapshot(url, template));
    await Promise.all(pieces.map((piece) => replay(url, name, piece)));
  }
  return own;
}

async function schemasOf(session: MysqlSession, prefix: string): Promise<string[]> {
  const rows = await session.query<{ name: string }>(
    `select schema_name as name from information_schema.schemata
    where schema_name like '${prefix.replaceAll('_', '\\_')}\\_%' order by 1`,
  );
  return rows.map((row) => row.name);
}

/** What makes one service's database: statements in which it is not named. */
interface Piece {
  service: string;
  statements: string[];
}

const snapshots = new Map<string, Promise<Piece[]>>();

function takeSnapshot(url: string, template: DatabaseTemplate): Promise<Piece[]> {
  const taken = withSession(url, async (session) => {
    // Test files run in processes of their own; one of them makes the template, the others wait for it.
    await session.query(`select get_lock('haat_template', 120)`);
    const done = `${template.name}_ready`;
    if ((await schemasOf(session, template.name)).every((schema) => schema !== done)) {
      await template.fill(urlOf(url, template.name));
      await session.query(`create database ${done}`);
    }
    const schemas = (await schemasOf(session, template.name)).filter((schema) => schema !== done);
    const pieces: Piece[] = [];
    for (const schema of schemas) {
      pieces.push({
        service: schema.slice(template.name.length + 1),
        statements: await withSession(url, statementsOf, schema),
      });
    }
    return pieces;
  });
  snapshots.set(template.name, taken);
  return taken;
}

async function statementsOf(session: MysqlSession): Promise<string[]> {
  const tables = await session.query<Record<string, string>>('show full tables');
  const statements: string[] = [];
  for (const row of tables) {
    const table = Object.values(row)[0]!;
    const [made] = await session.query<Record<string, string>>(`show create table \`${table}\``);
    statements.push(made!['Create Table']!);
    const columns = await session.query<{ name: string }>(
      `select column_name as name from information_schema.columns
      where table_schema = database() and table_name = ? and extra not like '%GENERATED%' order by ordinal_position`,
      [table],
    );
    const names = columns.map(({ name }) => `\`${name}\``);
    const quoted = names.map((name, index) => `quote(${name}) as c${index}`);
    const all = await session.query<Record<string, string>>(`select ${quoted.join(', ')} from \`${table}\``);
    const tuples = all.map((row) => `(${names.map((_, index) => row[`c${index}`]).join(', ')})`);
    if (all.length > 0) statements.push(`insert into \`${table}\` (${names.join(', ')}) values ${tuples.join(', ')}`);
  }
  for (const { Trigger: name } of await session.query<{ Trigger: string }>('show triggers')) {
    const [made] = await session.query<Record<string, string>>(`show create trigger \`${name}\``);
    // Whoever replays it owns it: the user of the template may not touch the copies.
    statements.push(made!['SQL Original Statement']!.replace(/ DEFINER=\S+/, ''));
  }
  return statements;
}

async function replay(url: string, name: string, { service, statements }: Piece): Promise<void> {
  const schema = `${name}_${service}`;
  await withSession(url, (session) => session.query(`create database \`${schema}\` ${databaseDefaults}`));
  await withSession(
    url,
    async (session) => {
      await session.query('set foreign_key_checks = 0');
      for (const statement of statements) await session.query(statement);
    },
    schema,
  );
}
