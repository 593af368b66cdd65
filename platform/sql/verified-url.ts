/** The address of a database server with the demand that its certificate names it and is signed by a given authority. */
import { accessSync, constants } from 'node:fs';
import { ConfigError } from '../config/config.ts';

export function verifiedDatabaseUrl(address: string, caFile: string): string {
  try {
    accessSync(caFile, constants.R_OK);
  } catch {
    throw new ConfigError(`DATABASE_CA_FILE names ${caFile}, which cannot be read.`);
  }
  const url = new URL(address);
  url.searchParams.set('sslmode', 'verify-full');
  url.searchParams.set('sslrootcert', caFile);
  return url.href;
}
