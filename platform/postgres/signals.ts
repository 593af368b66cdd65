/** Tells a postmaster to stop, on every system: INT is a fast shutdown, QUIT an immediate one. */
import { once } from 'node:events';
import type { Binaries } from './binaries.ts';
import { launch } from './launch.ts';

export async function signalPostmaster(
  pid: number,
  signal: 'INT' | 'QUIT' | 'KILL',
  binaries: Binaries,
): Promise<void> {
  if (process.platform !== 'win32' || signal === 'KILL') {
    try {
      process.kill(pid, `SIG${signal}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    return;
  }
  // Windows has no signals; PostgreSQL listens on a pipe of its own, and pg_ctl knows which.
  const child = launch(binaries, 'pg_ctl', ['kill', signal, String(pid)], {
    cwd: binaries.root,
    stdio: 'ignore',
    windowsHide: true,
  });
  await once(child, 'exit');
}
