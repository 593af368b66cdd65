/** Errors of MySQL and MariaDB under the names that PostgreSQL gives them, so that the rest of the code knows one set. */

const SQLSTATES: Readonly<Record<number, string>> = {
  1062: '23505', // a unique key
  1451: '23503', // a foreign key: the row is still named
  1452: '23503', // a foreign key: nothing to name
  1216: '23503',
  1217: '23503',
  4025: '23514', // a CHECK, MariaDB
  3819: '23514', // a CHECK, MySQL
  1048: '23502',
  1364: '23502',
  1406: '22001', // too long
  1264: '22003', // out of range
  1690: '22003',
  1213: '40P01', // deadlock
  1205: '55P03', // waited for a lock in vain
  1969: '57014', // took too long, MariaDB
  3024: '57014',
  1142: '42501',
  1044: '42501',
  1227: '42501',
};

// "Duplicate entry 'x' for key 'table.name'", "CONSTRAINT `name` failed", "Check constraint 'name' is violated."
const NAMES = [/for key '(?:[^'.]+\.)?([^']+)'/, /CONSTRAINT [`"]([^`"]+)[`"]/, /Check constraint '([^']+)'/];

export function nameError(error: unknown): unknown {
  const { errno, sqlMessage } = error as { errno?: number; sqlMessage?: string };
  const code = errno === undefined ? undefined : SQLSTATES[errno];
  if (code === undefined) return error;
  const constraint = NAMES.map((pattern) => pattern.exec(sqlMessage ?? '')?.[1]).find((name) => name !== undefined);
  return Object.assign(error as object, { code, constraint });
}
