/**
 * Where a database server for tests keeps its files: in memory where there is room. Each test has databases of its own, and on
 * a disk most of what those take is the file system making and forgetting a thousand small files for each.
 */
import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
const GB = 1_073_741_824;
/** Many times what a whole run takes. */
const ROOM = 4 * GB;

export const newServerFolder = async (prefix: string): Promise<string> =>
  mkdtemp(join((await hasRoom()) ? IN_MEMORY : tmpdir(), prefix));

/** What is free there is a limit and not yet memory, so both are asked for. */
async function hasRoom(): Promise<boolean> {
  const free = await statfs(IN_MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return Math.min(free, process.availableMemory()) > ROOM;
}
