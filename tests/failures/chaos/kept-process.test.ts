import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '#platform/net/ports.ts';
import { createTestDatabase } from '#platform/testing/database.ts';
import { type Death, keepProcess } from './kept-process.ts';

test('who waits for a process that dies before it is open is told when its next life is', {
  timeout: 60_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-kept-'));
  const database = await createTestDatabase();
  const deaths: Death[] = [];
  const kept = keepProcess({
    name: 'shop',
    dataDir,
    port: await freePort(),
    environment: {
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      // As all others: the roles of the services belong to the whole server, and their passwords come from the key.
      SECRET_KEY: 'test-only-key-0123456789abcdef0123456789abcdef',
    },
    crashAt: () => null,
    clockOf: () => null,
    excused: () => false,
    onUp: () => {},
    onDeath: (death) => deaths.push(death),
  });
  try {
    const waiting = kept.whenUp();
    assert.equal(await kept.kill(0), true);
    await waiting;
    assert.deepEqual(deaths, ['killed']);
  } finally {
    await kept.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
