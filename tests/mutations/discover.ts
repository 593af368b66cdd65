/** Finds a test that fails without a guard: for those who have put a new one in. */
import { globSync } from 'node:fs';
import type { Proof } from './guards.ts';
import type { Trial } from './plan.ts';
import type { Tree } from './tree.ts';
import { tryTests } from './trial.ts';

/** How many guards each test file was found to miss. */
const finds = new Map<string, number>();

/** Beside the file first, then where most was found, then the others of its service, then what crosses services. */
function candidatesFor(file: string, tests: string): string[] {
  if (tests !== '') return byFinds(globSync(tests).sort());
  const beside = file.replace(/\.ts$/, '.test.ts');
  const own = globSync(
    `${file
      .split('/')
      .slice(0, file.startsWith('services') ? 2 : 1)
      .join('/')}/**/*.test.ts`,
  ).sort();
  const crossing = globSync(['tests/races/*.test.ts', 'tests/access/*.test.ts', 'tests/journeys/**/*.test.ts']).sort();
  return [...new Set([...own.filter((test) => test === beside), ...byFinds(own), ...byFinds(crossing)])];
}

const byFinds = (files: readonly string[]): string[] =>
  files.toSorted((a, b) => (finds.get(b) ?? 0) - (finds.get(a) ?? 0));

export async function discover(
  { site }: Trial,
  tests: string,
  tree: Tree,
  databaseUrl: string,
): Promise<Proof | 'broken' | undefined> {
  return tree.with(site.file, site.without(), async () => {
    for (const file of candidatesFor(site.file, tests)) {
      const verdict = await tryTests(tree.folder, databaseUrl, [file, '']);
      if (verdict.nonsense) return 'broken';
      const [name] = verdict.failed.filter((failed) => failed !== file);
      if (!verdict.passed && name) {
        finds.set(file, (finds.get(file) ?? 0) + 1);
        return [file, name] as const;
      }
    }
    return undefined;
  });
}
