import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError, readConfig } from '#platform/config/config.ts';
import { readSettings, serverConfig } from './config.ts';
import { allServices } from './services.ts';

const folder = mkdtempSync(join(tmpdir(), 'haat-config-'));
after(() => rmSync(folder, { recursive: true }));

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://shop.test',
  DATABASE_URL: 'postgres://haat@database.test/haat',
  SECRET_KEY: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c',
  DATA_DIR: folder,
};

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const says = (pattern: RegExp) => (error: unknown) => error instanceof ConfigError && pattern.test(error.message);

test('every setting that is a text can come from a file, so that no secret needs to stand in the environment', () => {
  for (const schema of [serverConfig, ...allServices.map(({ config }) => config)]) {
    for (const [name, property] of Object.entries(schema.properties) as [string, any][]) {
      if (property.type !== 'string' || property.pattern || property.maxLength < 40) continue;
      const text = 'a text of at least thirty-two characters';
      const read = readConfig(schema, { [`${name}_FILE`]: file(name, `${text}\n`) }) as Record<string, unknown>;
      assert.equal(read[name], text, name);
    }
  }
  const { DATABASE_URL, SECRET_KEY, ...rest } = production;
  const settings = readSettings({
    ...rest,
    DATABASE_URL_FILE: file('url', DATABASE_URL),
    SECRET_KEY_FILE: file('key', SECRET_KEY),
  });
  assert.equal(settings.server.DATABASE_URL, DATABASE_URL);
  assert.equal(settings.common.secretKey, SECRET_KEY);
});

test('a secret file that is not there stops the start and is named', () => {
  const environment = { ...production, SMTP_URL_FILE: join(folder, 'missing') };
  assert.throws(() => readSettings(environment), says(/^SMTP_URL_FILE names .*missing, which cannot be read\.$/));
});

test('an authority makes every database address ask for a certificate of it', () => {
  const authority = file('ca.pem', 'certificate');
  const { server } = readSettings({
    ...production,
    CART_DATABASE_URL: 'postgres://haat@cart.test/haat?sslmode=disable',
    DATABASE_CA_FILE: authority,
  });
  for (const address of [server.DATABASE_URL!, server.CART_DATABASE_URL!]) {
    const { searchParams } = new URL(address);
    assert.equal(searchParams.get('sslmode'), 'verify-full');
    assert.equal(searchParams.get('sslrootcert'), authority);
  }
  const missing = { ...production, DATABASE_CA_FILE: join(folder, 'missing') };
  assert.throws(() => readSettings(missing), says(/^DATABASE_CA_FILE names/));
});

test('production refuses an encrypted line that trusts whoever answers', () => {
  const careless = { ...production, ORDER_DATABASE_URL: 'postgres://haat@order.test/haat?sslmode=no-verify' };
  assert.throws(() => readSettings(careless), says(/^ORDER_DATABASE_URL says sslmode=no-verify/));
  readSettings({ ...careless, NODE_ENV: 'development' });
});
