/** A service that starts before those it calls: it waits for nobody, answers 503, and says what is missing in plain lines. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serviceNames } from '#contracts/common/services.ts';
import { freePort } from '#platform/net/ports.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { until } from '#platform/testing/until.ts';
import { launchShop } from '../shop-process.ts';

let database: TestDatabase;
let dataDir: string;
before(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'haat-early-'));
});
after(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test('the first of six opens, puts off what needs another, and repeats itself not', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const shop = launchShop({
    dataDir,
    port: await freePort(),
    environment: {
      SERVICES: 'order',
      DATABASE_URL: database.url,
      SECRET_KEY: 'test-only-key-0123456789abcdef0123456789abcdef',
      ...Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_URL`, nobody])),
    },
  });
  await shop.ready;
  assert.equal((await fetch(`${shop.url}/health/ready`)).status, 200);
  // Well formed, and signed by nobody: to tell so takes the keys of the user service.
  const token = [{ alg: 'EdDSA', typ: 'at+jwt', kid: 'none' }, { sub: '1', sid: '1', exp: 4_000_000_000 }, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const answer = await fetch(`${shop.url}/orders`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 503);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  await until('it has said who is missing', () => /the feed of ended sessions is away/.test(shop.output()));
  shop.signal('SIGTERM');
  const { code, output, errors } = await shop.ended;
  assert.equal(code, 0);
  assert.doesNotMatch(output + errors, /\n +at |\\n +at /, 'no stack');
  assert.equal((output + errors).match(/the feed of ended sessions is away/g)?.length, 1);
  assert.doesNotMatch(output + errors, /"operation":"endedSessions"/, 'the feed is not told of twice');
});
