/**
 * While a new version is rolled out, the old one still runs, on tables that the new one has migrated. So the code before
 * the last change of migrations must serve on the tables of today.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { freePort } from '#platform/net/ports.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';
import { createTestDatabase } from '#platform/testing/database.ts';
import { shopAt } from '../shop-at.ts';
import { adminAccount, startShop } from '../shop-process.ts';
import { walkShortRoad } from '../short-road.ts';

const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();

/** The parent of the newest commit that touches migrations; undefined without history. */
function lastVersion(): string | undefined {
  try {
    const newest = git('log', '-1', '--format=%H', '--', 'services/*/migrations', 'platform/events/tables.ts');
    return git('rev-parse', '--verify', '--quiet', `${newest}^`);
  } catch {
    return undefined;
  }
}

const version = lastVersion();
if (version) testWith(version);
else if (process.env.CI === 'true') {
  test('the history of the repository is there', () => assert.fail('CI must clone with its whole history.'));
} else process.stdout.write('Left out: the history is not here, so the last version was not run on today’s tables.\n');

function testWith(commit: string): void {
  test(`the code of ${commit.slice(0, 7)} serves on the tables of today`, async (t) => {
    const tree = join(mkdtempSync(join(tmpdir(), 'haat-last-')), 'tree');
    git('worktree', 'add', '--detach', tree, commit);
    t.after(() => {
      git('worktree', 'remove', '--force', tree);
      rmSync(join(tree, '..'), { recursive: true, force: true });
    });
    if (!existsSync(join(tree, 'node_modules'))) {
      symlinkSync(realpathSync(resolve('node_modules')), join(tree, 'node_modules'));
    }
    const database = await createTestDatabase();
    t.after(() => database.drop());
    const environment = {
      DATABASE_URL: database.url,
      SECRET_KEY: 'test-only-key-0123456789abcdef0123456789abcdef',
      NODE_ENV: 'test',
      INVARIANTS_EVERY_MINUTES: '0',
    };
    const migrated = spawnSync(process.execPath, ['apps/server/src/commands/migrate.ts'], {
      env: { ...bareEnvironment(), DATA_DIR: join(tree, '.data'), ...environment },
      encoding: 'utf8',
    });
    assert.equal(migrated.status, 0, migrated.stderr);
    const old = await startShop({
      dataDir: join(tree, '.data'),
      port: await freePort(),
      cwd: tree,
      environment: { ...environment, MIGRATE_ON_START: 'off' },
    });
    try {
      await walkShortRoad(shopAt(old.url, adminAccount));
    } finally {
      old.signal('SIGTERM');
      await old.ended;
    }
  });
}
