/** The PostgreSQL that Haat brings along: started in the data folder when no DATABASE_URL names another one. */
import { join, resolve } from 'node:path';
import pg from 'pg';
import { accountsFor } from './account.ts';
import { findBinaries } from './binaries.ts';
import { prepareCluster, superuser } from './cluster.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { clearLeftover } from './leftover.ts';
import { openLogFile } from './log-file.ts';
import { startPostmaster } from './postmaster.ts';

export { DataDirBusyError } from './data-dir-lock.ts';

export interface EmbeddedPostgres {
  /** As superuser, to the database `haat`. */
  url: string;
  port: number;
  pid: number;
  /** Settles when the database server has ended, whoever ended it. */
  exited: Promise<void>;
  /** Ends open transactions and waits for the end; may be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The cluster lies in its folder `postgres`. */
  dataDir: string;
  log?: (line: string) => void;
  /** false: a crash of the machine may lose everything; for tests. */
  durable?: boolean;
  /** Settings of PostgreSQL that go before ours; `port` instead of a free one. */
  settings?: Record<string, string>;
}

const database = 'haat';

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => {}, durable = true, settings = {} } = options;
  const dataDir = resolve(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const cleanUps: (() => void | Promise<void>)[] = [];
  const undo = async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  };
  try {
    const lock = await lockDataDir(options.dataDir);
    cleanUps.push(() => lock.release());
    const binaries = findBinaries(accountsFor(clusterDir), log);
    const password = await prepareCluster(dataDir, clusterDir, binaries, { durable, log });
    await clearLeftover(options.dataDir, clusterDir, binaries, log);
    const logFile = openLogFile(join(dataDir, 'postgres.log'));
    cleanUps.push(() => logFile.close());
    const postmaster = await startPostmaster({ clusterDir, binaries, logFile, durable, settings });
    cleanUps.push(() => postmaster.stop());
    const { port, pid, exited } = postmaster;
    const urlOf = (name: string) => `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
    await ensureDatabase(urlOf);
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= undo();
      return stopping;
    };
    return { url: urlOf(database), port, pid, exited, stop };
  } catch (error) {
    await undo();
    throw error;
  }
}

/** Made here and not with the cluster, so that a start which was killed in between is made good by the next. */
async function ensureDatabase(urlOf: (name: string) => string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}
