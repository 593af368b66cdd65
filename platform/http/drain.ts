/**
 * How a process leaves without a client noticing. First it only says so: it is no longer ready, and answers close their
 * connections. A balancer that has other replicas (it says so in a header) is refused reads, which it may ask elsewhere,
 * and so learns to send nothing more. Then no connection is taken any more, and what was begun is finished.
 */
import type { FastifyInstance } from 'fastify';
import { problem, problemBody } from '../errors/problem.ts';

/** `retry`: a 502 to a read is taken to another replica and keeps requests away from this one. */
export const DRAIN_HEADER = 'x-haat-drain';
const BAD_GATEWAY = 502;
const readMethods = new Set(['GET', 'HEAD']);

export interface Drain {
  /** True from the first moment of leaving. */
  readonly begun: boolean;
  begin(): void;
}

export interface DrainOptions {
  /** How long requests are still taken, for balancers to notice. */
  noticeMs: number;
  /** How long those that run may take to end. */
  drainMs: number;
}

export function createDrain(app: FastifyInstance): Drain {
  let begun = false;
  app.addHook('onRequest', (request, reply, done) => {
    if (begun) {
      reply.header('connection', 'close');
      if (request.headers[DRAIN_HEADER] === 'retry' && readMethods.has(request.method)) {
        const away = problem('service.unavailable', { detail: 'This replica is about to stop; another one answers.' });
        reply.code(BAD_GATEWAY).header('cache-control', 'no-store').type('application/problem+json');
        reply.send(JSON.stringify({ ...problemBody(away, request.id), status: BAD_GATEWAY }));
        return;
      }
    }
    done();
  });
  return {
    get begun() {
      return begun;
    },
    begin() {
      begun = true;
    },
  };
}

export async function drainAndClose(app: FastifyInstance, drain: Drain, { noticeMs, drainMs }: DrainOptions) {
  drain.begin();
  if (app.server.listening) {
    await new Promise((resolve) => setTimeout(resolve, noticeMs));
    await nobodyAtTheDoor(app);
    app.server.close();
  }
  const overdue = setTimeout(() => app.server.closeAllConnections(), drainMs);
  // An answer that was begun before may leave its connection open for a next request.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  await app.close();
  clearInterval(sweep);
  clearTimeout(overdue);
}

const LONGEST_WAIT_MS = 250;
const SWEEP_MS = 50;

/**
 * Connections that the kernel has taken and this process has not are reset when the listener closes. So it closes right
 * after a turn of the event loop in which none came.
 */
async function nobodyAtTheDoor({ server }: FastifyInstance): Promise<void> {
  let came = false;
  const note = () => {
    came = true;
  };
  server.on('connection', note);
  const until = Date.now() + LONGEST_WAIT_MS;
  do {
    came = false;
    await new Promise((resolve) => setImmediate(resolve));
  } while (came && Date.now() < until);
  server.off('connection', note);
}
