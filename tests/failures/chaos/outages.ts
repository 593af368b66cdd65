/** When some part of the shop was away, so that time can be counted in which it was whole. */

export interface Outages {
  began(part: string): void;
  ended(part: string): void;
  /** Between two moments, less all that some part was away. */
  wholeMs(from: Date, to: Date): number;
  /** Since a moment, or since the last part came back after it. */
  sinceBackMs(from: Date, to: Date): number;
}

export function noteOutages(now: () => number = Date.now): Outages {
  const away = new Set<string>();
  const past: Array<{ from: number; to: number }> = [];
  let since = 0;

  return {
    began(part) {
      if (away.size === 0) since = now();
      away.add(part);
    },
    ended(part) {
      if (!away.delete(part) || away.size > 0) return;
      past.push({ from: since, to: now() });
    },
    wholeMs(from, to) {
      const all = away.size > 0 ? [...past, { from: since, to: now() }] : past;
      const lost = all.map((one) => Math.min(one.to, to.getTime()) - Math.max(one.from, from.getTime()));
      return to.getTime() - from.getTime() - lost.reduce((sum, ms) => sum + Math.max(ms, 0), 0);
    },
    sinceBackMs(from, to) {
      const back = past.map((one) => one.to).filter((at) => at <= to.getTime());
      return to.getTime() - Math.max(from.getTime(), ...back);
    },
  };
}
