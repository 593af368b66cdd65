/**
 * What is known of a write that failed. The server's own "no" says that nothing was done. Where its answer never came,
 * all of it may have been done, and only looking again, or doing it again under the same key, tells.
 */
interface DriverError {
  code?: unknown;
  /** PostgreSQL says how grave it is. */
  severity?: unknown;
  /** MySQL's driver: whether the connection is gone. */
  fatal?: unknown;
  sqlState?: unknown;
}

const codeOf = (error: unknown): string => String((error as DriverError | null)?.code);

/** The server takes its leave, which it may also do between a commit and the answer to it. */
const FAREWELL = /^(57P0\d|08\w{3})$/;

/** The server has refused the statement, so nothing of it was done. */
export function isAnswered(error: unknown): boolean {
  const { code, severity, fatal, sqlState } = (error ?? {}) as DriverError;
  if (severity !== undefined) return !FAREWELL.test(String(code));
  return sqlState !== undefined && fatal !== true && ![sqlState, code].some((state) => FAREWELL.test(String(state)));
}

const LOST_CODES = new Set(['OUTCOME_UNKNOWN', 'ECONNRESET', 'EPIPE', '57P01', '57P02', 'PROTOCOL_CONNECTION_LOST']);

/** The connection was lost with work under way; another can often be had at once. */
export const lostOnTheWay = (error: unknown): boolean =>
  LOST_CODES.has(codeOf(error)) ||
  /Connection terminated unexpectedly|not queryable/.test(String((error as Error | null)?.message));

const GAVE_WAY = new Set(['40001', '40P01']);

/** A transaction that gave way, to break a deadlock: nothing of it was done. */
export const gaveWay = (error: unknown): boolean => GAVE_WAY.has(codeOf(error));

/** Refused for what others did at the same moment. Done once more it sees what they did, and may come out otherwise. */
export const collided = (error: unknown): boolean => gaveWay(error) || codeOf(error) === '23505';

/** No further statement gets through on the connection that this happened to. */
export const endsConnection = (error: unknown): boolean =>
  !isAnswered(error) || (error as DriverError).severity === 'FATAL';

/** The connection was lost at COMMIT: the transaction stands or it does not. */
export class OutcomeUnknown extends Error {
  readonly code = 'OUTCOME_UNKNOWN';

  constructor(cause: unknown) {
    super('The connection was lost at COMMIT: whether the transaction stands is not known.', { cause });
    this.name = 'OutcomeUnknown';
  }
}
