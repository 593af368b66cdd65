/**
 * Which test files share a process. Most of what a file costs by itself is loading the shop and running code that is
 * still cold; the files of one folder mostly need the same, so they pay for it once. Each opens and closes a shop of its
 * own all the same. What takes long stands alone and starts first, so that nothing ends long after the rest.
 */
import { dirname } from 'node:path';

/** Where test files run, and on what. */
export interface Part {
  /** Said with each file's name; '' for PostgreSQL and one process. */
  title: string;
  files: readonly string[];
  environment: Record<string, string>;
}

export interface Batch {
  part: Part;
  files: readonly string[];
}

const FILES_AT_ONCE = 8;

/** In the order of how long they take. */
const long: readonly string[] = [];

export function batchesOf(part: Part): Batch[] {
  const alone = long.filter((file) => part.files.includes(file)).map((file) => [file]);
  const others = part.files.filter((file) => !long.includes(file));
  const shared = [...Map.groupBy(others, dirname).values()].flatMap(split);
  return [...alone, ...shared].map((files) => ({ part, files }));
}

/** In pieces of nearly one size. */
function split(files: readonly string[]): string[][] {
  const count = Math.ceil(files.length / FILES_AT_ONCE);
  return Array.from({ length: count }, (_, piece) => files.filter((_, index) => index % count === piece));
}
