/**
 * Ends a program that Haat has started when Haat is gone without a word (kill -9, out of memory). A shell of one megabyte,
 * in a session of its own, reads from a pipe that only Haat holds: the kernel closes it however Haat dies, and the shell
 * then interrupts the program: for PostgreSQL that is a fast shutdown. Where there is no shell (Windows), the next start
 * of the database does the same.
 */
import { spawn } from 'node:child_process';

export interface Watchdog {
  dismiss(): void;
}

const script = 'read -r word; [ "$word" = dismissed ] || kill -INT "$1"';

export function watchOver(pid: number): Watchdog {
  if (process.platform === 'win32') return { dismiss() {} };
  const shell = spawn('/bin/sh', ['-c', script, 'haat-watchdog', String(pid)], {
    detached: true,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell, or after someone killed it, only this convenience is lost.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  (shell.stdin as { unref?: () => void }).unref?.();
  return { dismiss: () => void shell.stdin.end('dismissed\n') };
}
