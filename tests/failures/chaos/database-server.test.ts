/** The faults that a run does to its database are faults, and cost nothing that was committed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openForTests } from '#platform/testing/all-schemas.ts';
import { isMariadbInstalled } from '#platform/testing/mariadb.ts';
import { needed } from '#platform/testing/needed.ts';
import type { DatabaseServer } from './database-server.ts';
import { openMariadbServer } from './mariadb-server.ts';
import { openPostgresServer } from './postgres-server.ts';

type Schemas = ReturnType<typeof openForTests>;

function survives(name: string, open: () => Promise<DatabaseServer>, create: string): void {
  test(`${name} comes back from kill -9 at the same address, with what was committed`, {
    timeout: 90_000,
  }, async () => {
    const server = await open();
    try {
      await server.query(`create ${create} haat_order`);
      await server.query('create table haat_order.orders (id int primary key)');
      await server.query('insert into haat_order.orders values (7)');
      const bouncing = server.bounce('kill', 0);
      assert.equal(server.isUp(), false);
      await bouncing;
      assert.deepEqual(await server.query('select id from haat_order.orders'), [{ id: 7 }]);
      await server.bounce('restart', 0);
      let isTaken = true;
      const taking = server.takeConnections(1_500).finally(() => {
        isTaken = false;
      });
      let refusal: unknown;
      // Each newcomer stays: the one that comes between the taker and the last connection would leave it free again.
      const newcomers: Schemas[] = [];
      while (isTaken && !refusal) {
        const newcomer = openForTests(server.url);
        newcomers.push(newcomer);
        refusal = await newcomer.query('select 1').then(
          () => null,
          (error: unknown) => error,
        );
      }
      await Promise.all(newcomers.map((newcomer) => newcomer.close()));
      assert.match(String(refusal), /too many|already|reserved/i);
      assert.equal(await taking, true);
      for (const [, text] of server.inside) assert.ok(Array.isArray(await server.query(text)));
    } finally {
      await server.stop();
    }
  });
}

survives('PostgreSQL', openPostgresServer, 'schema');
needed('mariadb-install-db', isMariadbInstalled(), () => survives('MariaDB', openMariadbServer, 'database'));
