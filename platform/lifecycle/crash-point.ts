/**
 * Named places at which a test may let the process die as by `kill -9`. HAAT_CRASH_AT names one: `order.held`, or
 * `order.held@3` for the third time that it is passed. Armed only under NODE_ENV=test; anywhere else a crash point is nothing.
 */
const [armedAt, passings] = (process.env.NODE_ENV === 'test' ? (process.env.HAAT_CRASH_AT ?? '') : '').split('@');

let left = Number(passings ?? 1);

export function crashPoint(name: string): void {
  if (name !== armedAt) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}
