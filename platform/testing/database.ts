/**
 * A database for tests: on the server that the test run started (TEST_DATABASE_URL), or on one of its own when a single
 * test file is run by hand; PostgreSQL, or MariaDB with TEST_DATABASE=mariadb. Each caller gets one to itself.
 */
import { randomUUID } from 'node:crypto';
import { createOnMariadb, startMariadbForTests } from './mariadb.ts';
import { createOnPostgres, dropOnPostgres, startPostgresForTests } from './postgres.ts';

export interface TestDatabase {
  /** As superuser. */
  url: string;
  drop(): Promise<void>;
}

export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

export interface DatabaseTemplate {
  name: string;
  /** Called once per server to make it, e.g. by running all migrations. */
  fill: (url: string) => Promise<void>;
}

export const testsOnMariadb = process.env.TEST_DATABASE === 'mariadb';

const kind = testsOnMariadb
  ? // Dropping takes longer than making; they go with the server.
    { start: startMariadbForTests, create: createOnMariadb, drop: async () => {} }
  : { start: startPostgresForTests, create: createOnPostgres, drop: dropOnPostgres };

let server: Promise<TestServer> | undefined;
let users = 0;

export async function createTestDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  server ??= connectServer();
  users += 1;
  const { url } = await server;
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return {
    url: await kind.create(url, name, template),
    async drop() {
      await kind.drop(url, name);
      users -= 1;
      if (users === 0) await stopServer();
    },
  };
}

async function connectServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  return given ? { url: given, stop: async () => {} } : startTestServer();
}

/** Unsafe and fast: nothing in it outlives the run. */
export const startTestServer = (): Promise<TestServer> => kind.start();

async function stopServer(): Promise<void> {
  const stopping = server;
  server = undefined;
  await (await stopping)?.stop();
}
