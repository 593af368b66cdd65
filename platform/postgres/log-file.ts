/** postgres.log: written by PostgreSQL itself, so it needs no living Haat, and kept short by us. */
import { chownSync, closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRoot } from './account.ts';

const limitBytes = 5 * 1024 * 1024;
const checkMs = 30_000;

export interface LogFile {
  fd: number;
  size(): number;
  /** What was written from that size on, at most its last 8 KiB. */
  since(size: number): string;
  close(): void;
}

export function openLogFile(path: string): LogFile {
  shorten(path);
  // Appending, so that PostgreSQL, which holds the same file, goes on at the start after it was cut.
  const fd = openSync(path, 'a', 0o600);
  const folder = statSync(dirname(path));
  if (isRoot()) chownSync(path, folder.uid, folder.gid);
  const timer = setInterval(() => shorten(path), checkMs);
  timer.unref();
  const size = () => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return {
    fd,
    size,
    since: (start) => tail(path, Math.max(start, size() - 8192)),
    close() {
      clearInterval(timer);
      closeSync(fd);
    },
  };
}

function shorten(path: string): void {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= limitBytes) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  } catch {
    // A log that cannot be cut now is cut the next time; it must not bring the shop down.
  }
}

function tail(path: string, start: number): string {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(8192);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, start));
  } finally {
    closeSync(fd);
  }
}
