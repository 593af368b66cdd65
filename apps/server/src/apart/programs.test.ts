/** A program that the launcher needs and this machine lacks is named, with how it is had. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ConfigError } from '#platform/config/config.ts';
import { findPrograms } from './programs.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haat-programs-'));
});
after(() => rm(folder, { recursive: true, force: true }));

function find(redis = true) {
  const said: string[] = [];
  const look = () => findPrograms({ redis, say: (line) => said.push(line), folders: ['/nowhere', folder] });
  return { said, look };
}

test('without nginx there is no start; both that are missing are named at once', () => {
  const { said, look } = find();
  assert.throws(look, (error: Error) => error instanceof ConfigError && /`apt install nginx`/.test(error.message));
  assert.equal(said.length, 1);
  assert.match(said[0]!, /^redis-server is not installed: .*`apt install redis-server`/);
});

test('without Redis the shop starts all the same, and where it brings its own none is missed', async () => {
  const nginx = join(folder, 'nginx');
  await writeFile(nginx, '');
  assert.throws(find().look, ConfigError, 'a file that cannot be run is no program');
  await chmod(nginx, 0o755);
  const [without, brought] = [find(), find(false)];
  assert.deepEqual([without.look(), without.said.length], [{ nginx, redisServer: undefined }, 1]);
  assert.deepEqual([brought.look(), brought.said], [{ nginx, redisServer: undefined }, []]);
});
