/** Tables that are written once, on a server with a binary log: MySQL 8 has one unless told otherwise, MariaDB when told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ConfigError } from '../../config/config.ts';
import { isMariadbInstalled, type Mariadb, openMariadb } from '../../testing/mariadb.ts';
import { needed } from '../../testing/needed.ts';
import { appendOnly } from '../append-only.ts';
import { type Database, openDatabase, run } from '../database.ts';
import { migrate } from '../migrate.ts';
import { provision } from '../provision.ts';
import { type MysqlSession, openMysqlSession } from './session.ts';

needed('mariadbd', isMariadbInstalled(), () => {
  let server: Mariadb;
  let root: MysqlSession;
  let database: Database<any>;

  before(async () => {
    server = await openMariadb(['--log-bin=log']);
    await server.start();
    root = openMysqlSession(server.url);
    const addresses = await provision(
      `${server.url}`.replace('/?', '/shop?'),
      ['books'],
      'a-test-key-of-no-worth-0123456789',
    );
    database = openDatabase({ ...addresses.get('books')!, poolSize: 2 });
  });
  after(async () => {
    await database.close();
    await root.close();
    await server.end('SIGKILL');
    await server.remove();
  });

  const migrations = [
    {
      name: '001-pages',
      async up(db: any) {
        await db.schema
          .createTable('page')
          .addColumn('id', 'bigint', (column: any) => column.primaryKey())
          .execute();
        await appendOnly(db, 'page');
      },
    },
  ];

  test('a migration that may make no triggers says what to set, and goes on from there when it is set', async () => {
    await assert.rejects(migrate(database, migrations), (error: Error) => {
      assert.ok(error instanceof ConfigError, error.stack);
      assert.match(error.message, /--log-bin-trust-function-creators=1/);
      return true;
    });
    await root.query('set global log_bin_trust_function_creators = 1');
    assert.deepEqual(await migrate(database, migrations), ['001-pages']);
    await run(database.kysely, 'insert into page values (1)', []);
    for (const change of ['update page set id = 2', 'delete from page']) {
      await assert.rejects(run(database.kysely, change, []), /page is append-only/);
    }
  });

  test('what only MySQL 8 is told leaves MariaDB’s sessions as they are', async () => {
    const [row] = await run<{ own: number; common: number }>(
      database.kysely,
      'select @@session.wait_timeout as own, @@global.wait_timeout as common',
      [],
    );
    assert.equal(row!.own, row!.common);
  });
});
