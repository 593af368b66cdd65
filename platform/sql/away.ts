/**
 * Tells a database that is away from a statement that is wrong: the same may simply be tried again. `isDatabaseBusy` is a
 * database that answers and is held up by what others do; there the statement itself may be at fault.
 */
const away = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'OUTCOME_UNKNOWN'],
  ...['57P01', '57P02', '57P03', '53300', '08006', '08001'],
]);
const awayWords = /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout/;
const busy = new Set(['57014', '55P03', '25P03', '40001', '40P01']);

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

export const isDatabaseAway = (error: unknown): boolean =>
  away.has(codeOf(error)) || awayWords.test((error as { message?: string } | null)?.message ?? '');

export const isDatabaseBusy = (error: unknown): boolean => busy.has(codeOf(error));
