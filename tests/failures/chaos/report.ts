/** What a run comes to, in a few lines. */
import type { Checked } from './check-history.ts';
import type { History } from './history.ts';
import type { Death } from './kept-process.ts';

export interface Counts {
  /** Checkouts begun. */
  turns: number;
  deaths: Map<Death, number>;
  /** How often each crash point struck. */
  points: Map<string, number>;
  faults: Map<string, number>;
  /** What became of the requests on each line. */
  lines: Map<string, ReadonlyMap<string, number>>;
  /** How often each weather came at the gateways. */
  weathers: ReadonlyMap<string, number>;
}

export const emptyCounts = (): Counts => ({
  turns: 0,
  deaths: new Map(),
  points: new Map(),
  faults: new Map(),
  lines: new Map(),
  weathers: new Map(),
});

export const count = <Name>(counts: Map<Name, number>, name: Name): unknown =>
  counts.set(name, (counts.get(name) ?? 0) + 1);

const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

export function summary(
  { placements, approvals, wishes, deeds, violations }: History,
  { turns, deaths, points, faults, lines, weathers }: Counts,
  { toCompletedMs, wholeMs, sinceBackMs }: Checked,
  tally: ReadonlyMap<string, number>,
): string[] {
  const ended = (kind: string) => placements.filter(({ outcome }) => outcome.kind === kind).length;
  const kills = (deaths.get('killed') ?? 0) + (deaths.get('crash point') ?? 0) + (faults.get('kill-database') ?? 0);
  const spread = (times: readonly number[]): string => {
    const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
    return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
  };
  const refusals = new Map<string, number>();
  for (const { outcome } of placements) {
    if (outcome.kind === 'refused') count(refusals, outcome.code);
  }
  return [
    `answers: ${list(tally)}`,
    `deeds: ${list(deeds)}`,
    `refused placements: ${list(refusals)}`,
    `crash points: ${list(points)}`,
    `faults: ${list(faults)}; deaths of processes: ${list(deaths)}`,
    ...[...lines].map(([name, fates]) => `line ${name}: ${list(fates)}`),
    `weather at the gateways: ${list(weathers)}`,
    `from paid to completed: ${spread(toCompletedMs)}; without the time in which a part was away: ${spread(wholeMs)}; ` +
      `from when the last part came back: ${spread(sinceBackMs)}`,
    `${kills} kills, ${turns} checkouts: ${ended('placed')} placed, ${ended('refused')} refused, ${ended('unknown')} unanswered, ` +
      `${approvals.length} paid, ${wishes.filter(({ kind }) => kind === 'refunded').length} refunded, ` +
      `${wishes.filter(({ kind }) => kind === 'cancelled').length} cancelled, ` +
      `${wishes.filter(({ kind }) => kind === 'returned').length} returned; violations: ${violations.length}`,
  ];
}
