/**
 * Whether a process may judge the silence of others. While the database is away nobody is heard, and who comes back first
 * must not take the others for dead: it first listens, without a gap, for as long as silence has to last.
 */
export interface Listening {
  sinceMs: number;
  /** The last heartbeat of its own that arrived. */
  lastMs: number;
}

/** Who has not been seen for so long is dead: five missed heartbeats. */
export const SILENCE_S = 10;
/** Two heartbeats that did not arrive, and a little. */
const GAP_MS = 5_000;

const isBroken = ({ lastMs }: Listening, nowMs: number): boolean => nowMs - lastMs > GAP_MS;

/** After a heartbeat that arrived. */
export const listensOn = (before: Listening | undefined, nowMs: number): Listening => ({
  sinceMs: before === undefined || isBroken(before, nowMs) ? nowMs : before.sinceMs,
  lastMs: nowMs,
});

export const mayJudge = (listening: Listening | undefined, nowMs: number): boolean =>
  listening !== undefined && !isBroken(listening, nowMs) && listening.lastMs - listening.sinceMs >= SILENCE_S * 1_000;
