/**
 * Tells a database that is away from a statement that is wrong: the same may simply be tried again. `isDatabaseBusy` is a
 * database that answers and is held up by what others do; there the statement itself may be at fault.
 */
const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'OUTCOME_UNKNOWN'],
  // MySQL's driver.
  ...['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'PROTOCOL_ERROR', 'PROTOCOL_PACKETS_OUT_OF_ORDER'],
]);
/** Connections, what the server lacks (memory, disk, places), its end; a server that only reads, since another one writes now. */
const AWAY_STATES = /^(08\w{3}|53\w{3}|57P0\d|25006)$/;
/** Whatever came of it: no connection was made. The socket of a server that has ended is a file that is gone. */
const connecting = new Set(['connect', 'getaddrinfo']);
const AWAY_WORDS = new RegExp(
  [
    ...['timeout exceeded when trying to connect', 'timeout expired', 'Connection terminated', 'not queryable'],
    ...['Query read timeout', 'Cannot use a pool after calling end', 'driver has already been destroyed'],
    ...['Pool is closed', 'database handle is closed'],
  ].join('|'),
);
const busy = new Set(['57014', '55P03', '25P03', '40001', '40P01']);

interface Failure {
  code?: unknown;
  syscall?: unknown;
  message?: unknown;
}

const codeOf = (error: unknown): string => String((error as Failure | null)?.code ?? '');

export function isDatabaseAway(error: unknown): boolean {
  const { syscall, message } = (error ?? {}) as Failure;
  const code = codeOf(error);
  return (
    away.has(code) ||
    AWAY_STATES.test(code) ||
    connecting.has(String(syscall)) ||
    AWAY_WORDS.test(String(message ?? ''))
  );
}

export const isDatabaseBusy = (error: unknown): boolean => busy.has(codeOf(error));
