/** Who calls, under which request, until when: passed to every handler and on to every peer. */
import type { Logger } from '../log/log.ts';

/** A signed-in user, as the verified access token says. */
export interface Caller {
  userId: number;
  email: string;
  name: string;
  sessionId: string;
  roles: readonly string[];
  permissions: ReadonlySet<string>;
  /** Seconds since the epoch. */
  expiresAtS: number;
}

/** What a handler may add to the answer beside its body; carried back through peer calls. */
export interface ResponseHints {
  headers: Record<string, string>;
  cookies: string[];
}

export interface Context {
  requestId: string;
  /** The W3C header of who called, where there was one: calls to peers go on with its trace. */
  traceparent: string | null;
  caller: Caller | null;
  /** The verified token of `caller`, passed on when a peer is called over HTTP. */
  bearer: string | null;
  /** Verified id of a guest's cart cookie. */
  guestId: string | null;
  /** The service that calls, when a peer does. */
  peer: string | null;
  idempotencyKey: string | null;
  /** Milliseconds since the epoch. */
  deadlineMs: number;
  ip: string;
  userAgent: string;
  log: Logger;
  respond: ResponseHints;
}

/** The context of work that no request started: jobs, event handlers, recovery. */
export function systemContext(log: Logger, requestId: string, timeoutMs = 15_000): Context {
  return {
    requestId,
    traceparent: null,
    caller: null,
    bearer: null,
    guestId: null,
    peer: null,
    idempotencyKey: null,
    deadlineMs: Date.now() + timeoutMs,
    ip: '',
    userAgent: '',
    log,
    respond: { headers: {}, cookies: [] },
  };
}
