/** However a MariaDB goes away under a statement, the request is put off with 503, and an event is not to blame. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toProblem } from '../../http/errors.ts';
import { freePort } from '../../net/ports.ts';
import { type Link, openLink } from '../../testing/link.ts';
import { isMariadbInstalled, type Mariadb, openMariadb } from '../../testing/mariadb.ts';
import { needed } from '../../testing/needed.ts';
import { until } from '../../testing/until.ts';
import { openAllSchemas } from '../all-schemas.ts';
import { isDatabaseAway } from '../away.ts';
import { insertRows } from '../changes/insert-rows.ts';
import { type Database, openDatabase, run } from '../database.ts';
import { isAnswered, lostOnTheWay } from '../outcome.ts';
import { type MysqlSession, openMysqlSession } from './session.ts';

needed('mariadbd', isMariadbInstalled(), () => {
  let server: Mariadb;
  let link: Link;
  let outside: MysqlSession;
  let database: Database<any>;
  const opened: Database<any>[] = [];
  const open = (url: string, silenceMs?: number) => {
    const one = openDatabase<any>({ url, schema: 'lost', poolSize: 3, limits: { silenceMs } as never });
    opened.push(one);
    return one;
  };

  /** As a packet has it: each connection is also told to read what is committed. */
  const COMMIT = '\x03commit';

  before(async () => {
    const port = await freePort();
    server = await openMariadb(['--skip-networking=0', '--bind-address=127.0.0.1', `--port=${port}`]);
    await server.start();
    link = await openLink(`mysql://root@127.0.0.1:${port}/`);
    outside = openMysqlSession(server.url);
    await outside.query('create database lost');
    await outside.query('create table lost.thing (id bigint primary key)');
    database = open(link.url);
  });
  after(async () => {
    for (const one of opened) await one.close();
    await outside.close();
    await link.close();
    await server.end('SIGKILL');
    await server.remove();
  });

  const failure = (work: Promise<unknown>): Promise<any> =>
    work.then(
      () => assert.fail('it went through'),
      (error) => error,
    );
  const isPutOff = (error: unknown) => {
    const { code, retryAfterS } = toProblem(error);
    assert.deepEqual([code, retryAfterS], ['service.unavailable', 1], `${(error as Error).stack}`);
  };
  const threadOf = async (executor: any) => {
    const [row] = await run<{ id: number }>(executor, 'select connection_id() as id', []);
    return row!.id;
  };
  /** The statement of another connection, as soon as the server is at it. */
  const found = (text: string) =>
    until('the server is at it', async () => {
      const rows = await outside.query<{ id: number }>(
        `select id from information_schema.processlist where info like '${text}%' and id <> connection_id()`,
      );
      return rows[0]?.id;
    });
  const INSERT = insertRows<{ id: number }>({ table: 'thing', fields: { id: 'bigint' }, returning: { id: 'bigint' } });

  test('a statement whose answer is lost, and one that never arrives', async () => {
    for (const how of ['unanswered', 'lost'] as const) {
      const cut = link.cutAt('from thing', how);
      const [error] = await Promise.all([failure(run(database.kysely, 'select * from thing', [])), cut]);
      isPutOff(error);
      assert.ok(isDatabaseAway(error) && lostOnTheWay(error));
    }
  });

  test('a COMMIT whose answer is lost is told as unknown; what is returned by a write of several statements, as well', async () => {
    const cut = link.cutAt(COMMIT, 'unanswered');
    const [error] = await Promise.all([failure(database.tx((tx) => INSERT(tx, [{ id: 1 }]))), cut]);
    assert.equal(error.code, 'OUTCOME_UNKNOWN');
    isPutOff(error);
    const again = link.cutAt('insert', 'lost');
    const [single] = await Promise.all([failure(INSERT(database.kysely, [{ id: 2 }])), again]);
    isPutOff(single);
    assert.ok(lostOnTheWay(single));
    assert.deepEqual((await outside.query('select id from lost.thing')).length, 1);
  });

  test('a connection that somebody ended: under a statement, and between two of a transaction', async () => {
    const sleeping = failure(run(database.kysely, 'select sleep(30)', []));
    await outside.query(`kill connection ${await found('select sleep')}`);
    const error = await sleeping;
    isPutOff(error);
    assert.ok(isDatabaseAway(error) && !isAnswered(error));
    const left = await failure(
      database.tx(async (tx) => {
        await outside.query(`kill connection ${await threadOf(tx)}`);
        await until('the driver knows', () => failure(run(tx, 'select 1', [])).then(() => true));
        await run(tx, 'select 1', []);
      }),
    );
    isPutOff(left);
    assert.ok(isDatabaseAway(left));
  });

  test('a statement that is interrupted is put off; its connection is not', async () => {
    await outside.query('begin');
    await outside.query('insert into lost.thing values (50)');
    const waiting = failure(run(database.kysely, 'insert into thing values ($1)', [50]));
    await outside.query(`kill query ${await found('insert into thing')}`);
    isPutOff(await waiting);
    await outside.query('rollback');
    await run(database.kysely, 'select 1', []);
  });

  test('a server that falls silent', async () => {
    const impatient = open(link.url, 500);
    await run(impatient.kysely, 'select 1', []);
    link.freeze();
    const error = await failure(run(impatient.kysely, 'select 1', []));
    link.thaw();
    isPutOff(error);
    assert.ok(isDatabaseAway(error) && !isAnswered(error));
  });

  test('a server that falls silent under a statement over all schemas, which is used again when it speaks', async (t) => {
    const books = openAllSchemas(link.url, { name: 'books', connections: 1, readOnly: true, statementMs: 500 });
    await books.query('select 1');
    t.after(() => link.thaw());
    link.freeze();
    let error: unknown;
    void failure(books.query('select 1')).then((failed) => {
      error = failed;
    });
    await until('it to be given up', () => error);
    link.thaw();
    assert.ok(isDatabaseAway(error));
    assert.equal((await books.query('select 1 as one')).length, 1);
    await books.close();
  });

  test('a server without a place left', async () => {
    await outside.query('set global max_connections = 10');
    const crowd = Array.from({ length: 6 }, () => open(link.url));
    const gates = Promise.withResolvers<void>();
    const held = crowd.map((one) =>
      Promise.all(
        [1, 2].map(() =>
          one.tx(async (tx) => {
            await run(tx, 'select 1', []);
            await gates.promise;
          }),
        ),
      ),
    );
    const error = await failure(Promise.race([...held, new Promise<never>(() => {})]));
    gates.resolve();
    await Promise.allSettled(held);
    await outside.query('set global max_connections = 151');
    isPutOff(error);
    assert.ok(isDatabaseAway(error));
  });

  test('a server that is shut down, or killed, under a statement, and one that is not there', async () => {
    const bySocket = open(server.url);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const asked = [database, bySocket].map((one) => failure(run(one.kysely, 'select sleep(30)', [])));
      await until('the server is at both', async () => {
        const rows = await outside.query(
          `select id from information_schema.processlist where info like 'select sleep%'`,
        );
        return rows.length === 2;
      });
      await server.end(signal);
      for (const error of await Promise.all(asked)) {
        isPutOff(error);
        assert.ok(isDatabaseAway(error));
      }
      for (const one of [database, bySocket]) {
        for (let turn = 1; turn <= 4; turn += 1) isPutOff(await failure(run(one.kysely, 'select 1', [])));
      }
      await server.start();
      await outside.query('select 1').catch(() => {});
      for (const one of [database, bySocket]) {
        await until('it answers again', () =>
          run(one.kysely, 'select 1', []).then(
            () => true,
            (error) => void isPutOff(error),
          ),
        );
      }
    }
  });

  test('a handle that was closed', async () => {
    const closed = open(link.url);
    await closed.close();
    opened.splice(opened.indexOf(closed), 1);
    isPutOff(await failure(run(closed.kysely, 'select 1', [])));
  });
});
