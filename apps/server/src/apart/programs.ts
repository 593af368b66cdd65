/** Where a program of this machine is; Debian keeps servers in folders that are not on the PATH of everybody. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const alsoIn = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

export function findProgram(name: string, path = process.env.PATH ?? ''): string | undefined {
  return [...path.split(delimiter).filter(Boolean), ...alsoIn].map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
