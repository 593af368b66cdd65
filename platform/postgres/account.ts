/** Which account runs PostgreSQL: our own, or, because PostgreSQL refuses root, an unprivileged one of this machine. */
import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Account {
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The accounts to try, best first; `undefined` means our own. Someone else's cluster is refused with a sentence.
 * initdb wants an account with a name, so a bare number would not do, and adding a user would change the machine.
 */
export function accountsFor(clusterDir: string): (Account | undefined)[] {
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (!isRoot()) {
    if (owner && process.getuid && owner.uid !== process.getuid()) {
      const advice = 'start Haat as that user or as root, or set DATA_DIR to another folder';
      throw new Error(`The database in ${clusterDir} belongs to user id ${owner.uid}; ${advice}.`);
    }
    return [undefined];
  }
  // What made the cluster goes on with it, so a PostgreSQL account that appears later changes nothing.
  if (owner && owner.uid !== 0) return [{ uid: owner.uid, gid: owner.gid }];
  return ['haat', 'postgres', '_postgres', 'nobody'].map(lookUp).filter((account) => account !== undefined);
}

export function give(path: string, account: Account | undefined): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** A backup that root copied back belongs to root: hand the whole tree to the account. */
export function giveTree(path: string, account: Account | undefined): void {
  if (!account || statSync(path).uid === account.uid) return;
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(path, entry), account.uid, account.gid);
  }
  // The folder itself last: it is what the check above looks at, should we be interrupted.
  give(path, account);
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return uid && gid ? { uid, gid } : undefined;
}
