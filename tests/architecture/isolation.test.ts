/** Services are apart also where they share a process and a database: by the server's own rights, by calls, by shape. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { allServices } from '#apps/server/src/services.ts';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { callOrder } from '#apps/server/src/topology.ts';
import { serviceNames } from '#contracts/common/services.ts';
import { platformErrors } from '#platform/errors/problem.ts';
import { run } from '#platform/sql/database.ts';

describe('the database server itself keeps services apart', () => {
  let shop: TestShop;
  let tables: { schema: string; name: string }[];
  before(async () => {
    shop = await openTestShop();
    tables = await shop.sql(
      `select table_schema as schema, table_name as name from information_schema.tables where table_schema like 'haat\\_%' order by 1, 2`,
    );
  });
  after(() => shop.close());

  const attempt = (service: string, text: string): Promise<string> =>
    run(shop.database(service).kysely, text, []).then(
      () => 'allowed',
      (error) => error.code,
    );

  const INSUFFICIENT_PRIVILEGE = '42501';

  for (const service of serviceNames) {
    for (const other of serviceNames.filter((name) => name !== service)) {
      test(`${service} can neither read nor change what is ${other}’s`, async () => {
        const theirs = tables.filter(({ schema }) => schema === `haat_${other}`);
        assert.ok(theirs.length >= 5);
        for (const { schema, name } of theirs) {
          for (const text of [`select 1 from ${schema}.${name}`, `delete from ${schema}.${name}`]) {
            assert.equal(await attempt(service, text), INSUFFICIENT_PRIVILEGE, text);
          }
        }
        for (const text of [
          `create table haat_${other}.stray (id int)`,
          `set role haat_${other}`,
          `drop schema haat_${other} cascade`,
        ]) {
          assert.equal(await attempt(service, text), INSUFFICIENT_PRIVILEGE, text);
        }
      });
    }

    test(`${service} reads and writes its own tables, and is no superuser`, async () => {
      const own = tables.filter(({ schema }) => schema === `haat_${service}`);
      for (const { schema, name } of own)
        assert.equal(await attempt(service, `select 1 from ${schema}.${name}`), 'allowed');
      const rows = await run<{ rights: string }>(
        shop.database(service).kysely,
        `select concat(rolsuper, rolcreaterole, rolcreatedb, rolbypassrls) as rights from pg_roles where rolname = current_user`,
        [],
      );
      assert.deepEqual(rows, [{ rights: 'ffff' }]);
      assert.equal(await attempt(service, `copy (select 1) to program 'true'`), INSUFFICIENT_PRIVILEGE);
      assert.equal(await attempt(service, `select pg_read_file('/etc/passwd')`), INSUFFICIENT_PRIVILEGE);
    });
  }
});

test('services call each other without a circle, and a circle would be refused', () => {
  assert.equal(callOrder(allServices).length, serviceNames.length);
  const calls = new Map(allServices.map(({ name, calls: peers }) => [name, [...peers].sort()]));
  assert.deepEqual(Object.fromEntries(calls), {
    user: [],
    product: [],
    cart: ['product'],
    order: ['cart', 'product'],
    payment: ['order'],
    integration: ['cart', 'order', 'payment', 'product', 'user'],
  });
  const circular = allServices.map((manifest) =>
    manifest.name === 'product' ? { ...manifest, calls: ['order'] } : manifest,
  );
  assert.throws(() => callOrder(circular), /circle: .*product/);
});

test('every event that somebody listens to is told by exactly one service', () => {
  const told = new Map<string, string[]>();
  for (const { name, events } of allServices) {
    for (const type of Object.keys(events)) told.set(type, [...(told.get(type) ?? []), name]);
  }
  for (const { name, listensTo } of allServices) {
    for (const type of listensTo) {
      assert.ok(told.has(type), `${name} listens to ${type}, which nobody tells`);
      if (type !== 'audit.recorded') assert.equal(told.get(type)!.length, 1, `${type} is told by ${told.get(type)}`);
    }
  }
});

const allowedInSrc = new Set([
  'service.ts',
  'base.ts',
  'config.ts',
  'routes.ts',
  'handlers.ts',
  'jobs.ts',
  'use-cases',
  'domain',
  'store',
  'providers',
]);

for (const { name, listensTo } of allServices) {
  test(`${name} has the shape that all services have`, () => {
    const folder = `services/${name}`;
    const needed = [
      'README.md',
      'migrations/index.ts',
      ...['service', 'base', 'config', 'routes'].map((file) => `src/${file}.ts`),
    ];
    if (listensTo.length > 0) needed.push('src/handlers.ts');
    const missing = [...needed, 'src/use-cases'].filter((file) => !existsSync(`${folder}/${file}`));
    assert.deepEqual(missing, []);
    const tests = /(\.test\.ts|^testing(\.ts)?)$/;
    const own = readdirSync(`${folder}/src`).filter((entry) => !allowedInSrc.has(entry) && !tests.test(entry));
    const ownFiles = own.filter((entry) => entry.endsWith('.ts'));
    assert.deepEqual(ownFiles, [], 'what is beside the shape has a folder of its own');
  });
}

/** What runs in production: no tests. */
const sources = (pattern: string) =>
  globSync(pattern, { exclude: (name) => /\.test\.ts$|\/testing(\.ts|\/)/.test(name) });

test('every code that is thrown stands in a table', () => {
  const known = new Set(
    [platformErrors, ...allServices.map(({ errors }) => errors)].flatMap((table) => Object.keys(table)),
  );
  let found = 0;
  for (const file of [
    ...sources('services/**/*.ts'),
    ...sources('platform/**/*.ts'),
    ...sources('apps/server/src/**/*.ts'),
  ]) {
    for (const [, code] of readFileSync(file, 'utf8').matchAll(/\b(?:problem|Problem)\(\s*'([^']+)'/g)) {
      found += 1;
      assert.ok(known.has(code!), `${file} throws ${code}, which no table holds`);
    }
  }
  assert.ok(found > 60, `only ${found} were found: the pattern is wrong`);
});

test('a service throws only codes of its own or of the platform, or passes on what a peer refused', () => {
  for (const { name, errors, calls } of allServices) {
    const peers = allServices.filter((other) => calls.includes(other.name)).map((other) => other.errors);
    const known = new Set([platformErrors, errors, ...peers].flatMap((table) => Object.keys(table)));
    for (const file of sources(`services/${name}/src/**/*.ts`)) {
      for (const [, code] of readFileSync(file, 'utf8').matchAll(/\bproblem\(\s*'([^']+)'/g)) {
        assert.ok(known.has(code!), `${file} throws ${code}, which is not its own`);
      }
    }
  }
});

test('no service names the schema of another', () => {
  for (const name of serviceNames) {
    for (const file of sources(`services/${name}/{src,migrations}/**/*.ts`)) {
      const others = serviceNames.filter(
        (other) => other !== name && readFileSync(file, 'utf8').includes(`haat_${other}.`),
      );
      assert.deepEqual(others, [], file);
    }
  }
});
