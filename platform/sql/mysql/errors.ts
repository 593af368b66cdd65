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
  1317: '57014', // interrupted by somebody
  1053: '57P01', // the server ends
  1927: '57P01', // somebody ended the connection, MariaDB
  4031: '57P05', // idle for too long, MySQL
  1040: '53300', // no place left
  1203: '53300',
  1290: '25006', // it only reads
  1836: '25006',
  1152: '08006', // the network
  1158: '08006',
  1159: '08006',
  1160: '08006',
  1161: '08006',
  1184: '08006',
  1142: '42501',
  1044: '42501',
  1227: '42501',
};

// "Duplicate entry 'x' for key 'table.name'", "CONSTRAINT `name` failed", "Check constraint 'name' is violated."
const NAMES = [/for key '(?:[^'.]+\.)?([^']+)'/, /CONSTRAINT [`"]([^`"]+)[`"]/, /Check constraint '([^']+)'/];

interface DriverError {
  code?: string;
  errno?: number;
  fatal?: boolean;
  sqlMessage?: string;
}

export function nameError(error: unknown): unknown {
  const { code: known, errno, fatal, sqlMessage } = error as DriverError;
  const code = errno === undefined ? undefined : SQLSTATES[errno];
  if (code !== undefined) {
    const constraint = NAMES.map((pattern) => pattern.exec(sqlMessage ?? '')?.[1]).find((name) => name !== undefined);
    return Object.assign(error as object, { code, constraint });
  }
  // What is asked of a connection that was lost before is refused by the driver without a code.
  return fatal && known === undefined ? Object.assign(error as object, { code: 'PROTOCOL_CONNECTION_LOST' }) : error;
}
