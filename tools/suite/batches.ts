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

/** They kill, cut and restart, and look for what is left: each in a process of its own. */
const alone = /^tests\/(?:apart|deploy|failures|races)\//;

/** In the order of how long they take. */
const long: readonly string[] = [
  'tests/access/matrix.test.ts',
  'tests/apart/launcher.test.ts',
  'tests/access/naughty.test.ts',
  'services/order/src/use-cases/recover-orders.test.ts',
  'tests/tour.test.ts',
  'tests/failures/chaos.test.ts',
  'tests/deploy/rolling-restart.test.ts',
  'services/payment/src/providers/roads.test.ts',
  'tests/failures/restart.test.ts',
  'tests/gateways/gateways.test.ts',
  'tests/races/lost-connections.test.ts',
  'tests/deploy/migrate.test.ts',
  'tests/apart/dead-letters-apart.test.ts',
  'apps/server/demo/demo.test.ts',
  'tests/payouts/payouts.test.ts',
  'tests/apart/redis-lost.test.ts',
];

/** What takes long first, then the largest. */
export function queueOf(parts: readonly Part[]): Batch[] {
  return parts.flatMap(batchesOf).sort((one, other) => placeOf(one) - placeOf(other));
}

function batchesOf(part: Part): Batch[] {
  const [single, shared] = [true, false].map((is) =>
    part.files.filter((file) => (alone.test(file) || long.includes(file)) === is),
  ) as [string[], string[]];
  const folders = [...Map.groupBy(shared, dirname).values()].flatMap(split);
  return [...single.map((file) => [file]), ...folders].map((files) => ({ part, files }));
}

function placeOf({ files }: Batch): number {
  const place = long.indexOf(files[0]!);
  return place >= 0 ? place : long.length + FILES_AT_ONCE - files.length;
}

/** In pieces of nearly one size. */
function split(files: readonly string[]): string[][] {
  const count = Math.ceil(files.length / FILES_AT_ONCE);
  return Array.from({ length: count }, (_, piece) => files.filter((_, index) => index % count === piece));
}
