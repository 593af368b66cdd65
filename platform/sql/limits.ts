/**
 * Nobody holds a row that others wait for longer than a moment. A process that was paused, or whose network is gone,
 * loses its transaction after ten seconds, so that it does not keep the rows from the others.
 */
export interface Limits {
  statementMs: number;
  /** Waiting for a row that another transaction has locked; MySQL counts whole seconds. */
  lockMs: number;
  idleInTransactionMs: number;
  /** A server that does not answer at all, not even that the time is over. */
  silenceMs: number;
}

export const LIMITS: Limits = { statementMs: 30_000, lockMs: 5_000, idleInTransactionMs: 10_000, silenceMs: 35_000 };

export const limitsOf = (limits: Partial<Limits> | 'none' | undefined): Limits | undefined =>
  limits === 'none' ? undefined : { ...LIMITS, ...limits };
