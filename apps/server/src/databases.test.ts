import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '#platform/config/config.ts';
import { createLogger } from '#platform/log/log.ts';
import { readSettings } from './config.ts';
import { openDatabases } from './databases.ts';
import { allServices } from './services.ts';

test('a service whose stores know PostgreSQL only refuses a MySQL address before it connects', async () => {
  const url = 'mysql://haat@127.0.0.1:1/haat';
  const settings = readSettings({
    NODE_ENV: 'test',
    DATABASE_URL: url,
    SECRET_KEY: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  });
  const log = createLogger({ level: 'silent', pretty: false });
  await assert.rejects(openDatabases(allServices, settings, url, log), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /^These services run on PostgreSQL only: user, cart, order\./);
    return true;
  });
});
