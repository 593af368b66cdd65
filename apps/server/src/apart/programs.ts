/** The programs of this machine that the launcher starts: where they are, or how they are had. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ConfigError } from '#platform/config/config.ts';

/** Debian keeps servers in folders that are not on the PATH of everybody. */
const alsoIn = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

export interface Programs {
  nginx: string;
  /** Undefined where it is not installed, or not wanted. */
  redisServer: string | undefined;
}

interface Wish {
  /** The shop brings no Redis of its own. */
  redis: boolean;
  say: (line: string) => void;
  folders?: readonly string[];
}

/** Says what is missing; without nginx there is no going on. */
export function findPrograms({ redis, say, folders = searched() }: Wish): Programs {
  const redisServer = redis ? findIn(folders, 'redis-server') : undefined;
  if (redis && !redisServer) {
    say(
      'redis-server is not installed: the services talk by HTTP alone, a little slower. To have it: `apt install redis-server`, `brew install redis`.',
    );
  }
  const nginx = findIn(folders, 'nginx');
  if (nginx) return { nginx, redisServer };
  throw new ConfigError(
    'nginx is not installed, and something has to stand in front of six services: install it (`apt install nginx`, `brew install nginx`), or run `npm start`.',
  );
}

const searched = (): string[] => [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...alsoIn];

const findIn = (folders: readonly string[], name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
