/** Compares the list with the source: every guard is on it, and nothing is on it that is gone. */
import { existsSync, readFileSync } from 'node:fs';
import { logicGuards } from './guards/logic.ts';
import { untried } from './guards/untried.ts';
import { type Exemption, type Guards, guards, lookOnly, type Proof } from './guards.ts';
import { lostLogic } from './logic.ts';
import { type Site, sitesIn } from './sites.ts';
import { readSource, sourceFiles } from './source.ts';

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

export function compare(
  sites: readonly Site[],
  list: Guards,
  named: Readonly<Record<string, readonly string[]>> = {},
): Pick<Coverage, 'missing' | 'stale'> {
  const found = new Set(sites.map(({ file, name }) => `${file}: ${name}`));
  const listed = [
    ...Object.entries(list).flatMap(([file, entries]) => Object.keys(entries).map((name) => `${file}: ${name}`)),
    ...Object.entries(named).flatMap(([file, names]) => names.map((name) => `${file}: ${name}`)),
  ];
  const known = new Set(listed);
  return {
    missing: sites.filter(({ file, name }) => !known.has(`${file}: ${name}`)),
    stale: listed.filter((entry) => !found.has(entry)),
  };
}

export function coverage(): Coverage {
  const { missing, stale } = compare(allSites(), guards, untried);
  const proofs = [
    ...Object.values(guards).flatMap((entries) => Object.values(entries)),
    ...logicGuards.map(({ proof }) => proof),
  ];
  return { missing, stale: [...stale, ...lostLogic()], unknownTests: unknownTestsIn(proofs) };
}

function unknownTestsIn(entries: ReadonlyArray<Proof | Exemption>): string[] {
  const texts = new Map<string, string>();
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return [];
    const [file, name] = entry;
    if (!texts.has(file)) texts.set(file, existsSync(file) ? readFileSync(file, 'utf8') : '');
    // Some names are put together from parts: what stands before the first part has to be there.
    return texts.get(file)!.includes(name.split('…')[0]!) && texts.get(file) !== '' ? [] : [`${file}: ${name}`];
  });
}
