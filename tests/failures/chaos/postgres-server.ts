/** The PostgreSQL of a run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { CONNECTIONS, type DatabaseServer, databaseServer, HOT } from './database-server.ts';

export async function openPostgresServer(): Promise<DatabaseServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-failures-db-'));
  const start = (port?: number) =>
    startEmbeddedPostgres({
      dataDir,
      // Commits reach the kernel, and only processes are killed here, not the machine.
      durable: false,
      settings: { max_connections: `${CONNECTIONS}`, ...(port === undefined ? {} : { port: String(port) }) },
    });
  let server: EmbeddedPostgres = await start();
  const { url, port } = server;

  return databaseServer({
    url,
    inside,
    async end(how) {
      if (how === 'kill') process.kill(server.pid, 'SIGKILL');
      else await server.stop();
      await server.exited;
      await server.stop();
    },
    async start() {
      server = await start(port);
    },
    lockRows: (forMs) => lockRows(url, forMs),
    connect: () => connected(url),
    async remove() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function lockRows(url: string, forMs: number): Promise<boolean> {
  const client = await connected(url).catch(() => null);
  if (!client) return false;
  try {
    await client.query(`begin; lock table ${HOT.join(', ')} in share row exclusive mode`);
    await pause(forMs);
    await client.query('rollback');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const inside = [
  [
    'statements',
    `select pid, usename, state, wait_event_type, wait_event, round(extract(epoch from now() - xact_start)::numeric, 1) as for_s,
      left(query, 120) as query
    from pg_stat_activity where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid() order by xact_start`,
  ],
  [
    'who waits for whom',
    `select l.pid, pg_blocking_pids(l.pid) as behind, l.locktype, l.mode, l.relation::regclass as relation
    from pg_locks l where not l.granted`,
  ],
] as const;
