/** Compares the list with the source: every guard is on it, and nothing is on it that is gone. */
import { existsSync } from 'node:fs';
import { type Guards, guards, lookOnly } from './guards.ts';
import { type Site, sitesIn } from './sites.ts';
import { readSource, type Source, sourceFiles } from './source.ts';

export interface Coverage {
  /** Guards that nobody has put on the list. */
  missing: readonly Site[];
  /** Entries without a guard, as `file: name`. */
  stale: readonly string[];
  /** Tests that are named and do not exist. */
  unknownTests: readonly string[];
}

export const allSites = (): Site[] =>
  sourceFiles()
    .filter((file) => !lookOnly.test(file))
    .flatMap((file) => sitesIn(readSource(file)));

export function compare(sites: readonly Site[], list: Guards): Pick<Coverage, 'missing' | 'stale'> {
  const found = new Set(sites.map(({ file, name }) => `${file}: ${name}`));
  const listed = Object.entries(list).flatMap(([file, entries]) =>
    Object.keys(entries).map((name) => `${file}: ${name}`),
  );
  const known = new Set(listed);
  return {
    missing: sites.filter(({ file, name }) => !known.has(`${file}: ${name}`)),
    stale: listed.filter((entry) => !found.has(entry)),
  };
}

export const coverage = (): Coverage => ({ ...compare(allSites(), guards), unknownTests: unknownTestsIn(guards) });

function unknownTestsIn(list: Guards): string[] {
  const sources = new Map<string, Source | undefined>();
  return Object.values(list)
    .flatMap((entries) => Object.values(entries))
    .flatMap((entry) => {
      if (typeof entry === 'string') return [];
      const [file, name] = entry;
      if (!sources.has(file)) sources.set(file, existsSync(file) ? readSource(file) : undefined);
      const source = sources.get(file);
      // Some names are put together from parts: what stands before the first part has to be there.
      const fixed = name.split('…')[0]!;
      return source?.text.includes(fixed) ? [] : [`${file}: ${name}`];
    });
}
