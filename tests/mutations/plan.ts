/** Which guards are tried: all of the list, or those that are asked for, in as many parts as there are machines. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allSites } from './coverage.ts';
import { guards, type Proof } from './guards.ts';
import { logicSites } from './logic.ts';
import type { Site } from './sites.ts';

export interface Options {
  only: RegExp;
  shard: { index: number; of: number };
  jobs: number;
  again: boolean;
  discover: boolean;
  tests: string;
}

export function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', default: '' },
      shard: { type: 'string', default: '1/1' },
      jobs: { type: 'string', default: '2' },
      again: { type: 'boolean', default: false },
      discover: { type: 'boolean', default: false },
      tests: { type: 'string', default: '' },
    },
  });
  const [index, of] = values.shard.split('/').map(Number);
  const jobs = Number(values.jobs);
  if (!(index! >= 1 && of! >= index!)) throw new Error('--shard is a part and their number: 1/4.');
  if (!(jobs >= 1)) throw new Error('--jobs is a number.');
  const { again, discover, tests } = values;
  return { only: new RegExp(values.only), shard: { index: index!, of: of! }, jobs, again, discover, tests };
}

export interface Trial {
  site: Site;
  /** Missing when a test is still looked for. */
  proof: Proof | undefined;
  /** Of what the outcome depends on: the file with the guard and the file with the test. */
  fingerprint: string;
}

/** A guard is named as it is shown: `services/order/src/store/orders.ts LOCK lock`. */
export const titleOf = ({ file, name }: Site): string => `${file} ${name}`;

export function plan({ only, shard, discover }: Options): Trial[] {
  const open = allSites().filter((site) => guards[site.file]?.[site.name] === undefined);
  const trials = discover ? open.map((site) => ({ site, proof: undefined, fingerprint: '' })) : listed();
  // Neighbours take equally long, so every shard gets some of each.
  return trials
    .filter(({ site }) => only.test(titleOf(site)))
    .filter((_, position) => position % shard.of === shard.index - 1);
}

function listed(): Trial[] {
  const found = allSites().flatMap((site) => {
    const entry = guards[site.file]?.[site.name];
    return entry === undefined || typeof entry === 'string' ? [] : [{ site, proof: entry }];
  });
  return [...found, ...logicSites()].map(({ site, proof }) => ({
    site,
    proof,
    fingerprint: fingerprintOf(site, proof),
  }));
}

function fingerprintOf(site: Site, [file, name]: Proof): string {
  const hash = createHash('sha256').update(`${titleOf(site)}\n${file}\n${name}\n`);
  return hash.update(readFileSync(site.file)).update(readFileSync(file)).digest('hex').slice(0, 16);
}
