/** The MariaDB of a run, from the programs that are installed on the machine. */
import { setTimeout as pause } from 'node:timers/promises';
import { openMysqlSession } from '#platform/sql/mysql/session.ts';
import { createOnMariadb, type Mariadb, openMariadb } from '#platform/testing/mariadb.ts';
import { CONNECTIONS, type DatabaseServer, databaseServer, HOT } from './database-server.ts';

/** Commits reach the kernel, and only processes are killed here, not the machine. */
const settings = [
  `--max-connections=${CONNECTIONS}`,
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-buffer-pool-size=128M',
  '--innodb-log-file-size=32M',
];

export async function openMariadbServer(): Promise<DatabaseServer> {
  const server: Mariadb = await openMariadb(settings);
  await server.start();
  const url = await createOnMariadb(server.url, 'haat');
  return databaseServer({
    url,
    inside,
    end: (how) => server.end(how === 'kill' ? 'SIGKILL' : 'SIGTERM'),
    start: () => server.start(),
    lockRows: (forMs) => lockRows(url, forMs),
    connect: () => connected(url),
    async remove() {
      await server.end('SIGTERM');
      await server.remove();
    },
  });
}

async function connected(url: string): Promise<{ end(): Promise<void> }> {
  const session = openMysqlSession(url);
  try {
    await session.query('select 1');
  } catch (error) {
    await session.close();
    throw error;
  }
  return { end: session.close };
}

/** All rows and all gaps between them, which only this isolation locks. */
async function lockRows(url: string, forMs: number): Promise<boolean> {
  const session = openMysqlSession(url);
  try {
    await session.query('set session transaction isolation level serializable');
    await session.query('begin');
    for (const table of HOT) await session.query(`select count(*) from ${table} for update`);
    await pause(forMs);
    await session.query('rollback');
    return true;
  } catch {
    return false;
  } finally {
    await session.close().catch(() => {});
  }
}

const inside = [
  [
    'statements',
    `select id, user, command, state, time_ms, left(info, 120) as query from information_schema.processlist
    where command <> 'Sleep' and id <> connection_id() order by time_ms desc`,
  ],
  [
    'who waits for whom',
    `select w.requesting_trx_id, w.blocking_trx_id, t.trx_mysql_thread_id, t.trx_state, t.trx_started, left(t.trx_query, 120) as query
    from information_schema.innodb_trx t left join information_schema.innodb_lock_waits w on w.requesting_trx_id = t.trx_id`,
  ],
] as const;
