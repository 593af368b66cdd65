/**
 * Named places at which a test may let the process die as by `kill -9`: HAAT_CRASH_AT names one. Armed only under
 * NODE_ENV=test; anywhere else a crash point is nothing.
 */
const armedAt = process.env.NODE_ENV === 'test' ? process.env.HAAT_CRASH_AT : undefined;

export function crashPoint(name: string): void {
  if (name === armedAt) process.kill(process.pid, 'SIGKILL');
}
