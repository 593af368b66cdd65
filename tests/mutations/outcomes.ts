/** What was found out, kept in a file that git ignores, so that a run that was broken off goes on where it was. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';

export type Outcome = 'killed' | 'survived' | 'broken';

const FOLDER = '.mutations';
const FILE = `${FOLDER}/outcomes.jsonl`;

/** By fingerprint. */
export function readOutcomes(): Map<string, Outcome> {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const { fingerprint, outcome } = JSON.parse(line) as { fingerprint: string; outcome: Outcome };
      return [fingerprint, outcome];
    }),
  );
}

export function keepOutcome(fingerprint: string, guard: string, outcome: Outcome): void {
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(FILE, `${JSON.stringify({ fingerprint, guard, outcome })}\n`);
}
