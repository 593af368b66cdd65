/** A PostgreSQL that can be killed while shoppers shop, and comes back on the same port with what was committed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { openForTests } from '#platform/testing/all-schemas.ts';

export interface DatabaseServer {
  url: string;
  /** False while it is away, locked, or out of connections: no process can start then. */
  isUp(): boolean;
  /** Ends it, by `kill -9` or in order, and starts it again after `awayMs`. */
  bounce(how: 'kill' | 'restart', awayMs: number): Promise<void>;
  /** Who wants to write waits, and with them all connections of the pools are taken. */
  lockRows(forMs: number): Promise<boolean>;
  /** As many as the server gives: who needs a new one is refused. */
  takeConnections(forMs: number): Promise<boolean>;
  query(text: string): Promise<any[]>;
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

  async function whileHampered(fault: () => Promise<boolean>): Promise<boolean> {
    up = false;
    try {
      return await fault();
    } finally {
      up = true;
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
      await pause(awayMs);
      await startAgain();
      up = true;
    },
    lockRows: (forMs) => whileHampered(() => lockRows(url, forMs)),
    takeConnections: (forMs) => whileHampered(() => takeConnections(url, forMs)),
    query: (text) => ask(url, text),
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, text: string): Promise<any[]> {
  const schemas = openForTests(url);
  try {
    return await schemas.query(text);
  } finally {
    await schemas.close();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
}

const HOT = 'haat_order.orders, haat_product.stock, haat_cart.cart, haat_payment.payable';

async function lockRows(url: string, forMs: number): Promise<boolean> {
  const client = await connected(url).catch(() => null);
  if (!client) return false;
  try {
    await client.query(`begin; lock table ${HOT} in share row exclusive mode`);
    await pause(forMs);
    await client.query('rollback');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function takeConnections(url: string, forMs: number): Promise<boolean> {
  const taken: pg.Client[] = [];
  try {
    for (;;) taken.push(await connected(url));
  } catch {
    await pause(forMs);
  }
  await Promise.allSettled(taken.map((client) => client.end()));
  return taken.length > 0;
}
