/** A PostgreSQL that can be killed while shoppers shop, and comes back on the same port with what was committed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';

export interface DatabaseServer {
  url: string;
  isUp(): boolean;
  /** Ends it, by `kill -9` or in order, and starts it again after `awayMs`. */
  bounce(how: 'kill' | 'restart', awayMs: number): Promise<void>;
  query(text: string, values?: unknown[]): Promise<any[]>;
  stop(): Promise<void>;
}

/** Few, so that a client that takes connections soon has the last one. */
const CONNECTIONS = '90';

export async function openDatabaseServer(): Promise<DatabaseServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-failures-db-'));
  const start = (port?: number) =>
    startEmbeddedPostgres({
      dataDir,
      // Commits reach the kernel, and only processes are killed here, not the machine.
      durable: false,
      settings: { max_connections: CONNECTIONS, ...(port === undefined ? {} : { port: String(port) }) },
    });
  let server: EmbeddedPostgres = await start();
  const { url, port } = server;
  let up = true;

  async function startAgain(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        server = await start(port);
        return;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }

  return {
    url,
    isUp: () => up,
    async bounce(how, awayMs) {
      up = false;
      if (how === 'kill') process.kill(server.pid, 'SIGKILL');
      else await server.stop();
      await server.exited;
      await server.stop();
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      await startAgain();
      up = true;
    },
    async query(text, values = []) {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
      client.on('error', () => {});
      await client.connect();
      try {
        return (await client.query(text, values)).rows;
      } finally {
        await client.end().catch(() => {});
      }
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
