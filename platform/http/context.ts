/** From a request to the context that handlers see: who calls, under which id, until when. */
import type { FastifyRequest } from 'fastify';
import { PEER_HEADER, type PeerIdentity } from '../auth/peers.ts';
import { unsign } from '../auth/signed.ts';
import type { TokenVerifier } from '../auth/tokens.ts';
import type { RouteDefinition } from '../contract/route.ts';
import { invalid, problem } from '../errors/problem.ts';
import type { Logger } from '../log/log.ts';
import type { Context } from '../service/context.ts';
import { DEADLINE_HEADER, GUEST_HEADER } from '../transport/http.ts';
import { traceparentOf } from '../transport/trace.ts';

export interface ContextOptions {
  service: string;
  verifier: TokenVerifier;
  identity: PeerIdentity;
  guestKey: Buffer;
  log: Logger;
}

export const GUEST_COOKIE = 'haat_guest';
const DEFAULT_TIMEOUT_MS = 15_000;

export async function contextOf(
  request: FastifyRequest,
  route: RouteDefinition,
  options: ContextOptions,
): Promise<Context> {
  const { headers } = request;
  const peer = headers[PEER_HEADER] ? options.identity.accept(String(headers[PEER_HEADER]), options.service) : null;
  // A gateway signs in its own way; what its Authorization header says is the webhook handler's to judge.
  const bearer = route.raw === 'webhook' ? null : bearerOf(headers.authorization);
  const caller = bearer === null ? null : await options.verifier.verify(bearer, { sensitive: route.sensitive });
  return {
    requestId: request.id,
    traceparent: traceparentOf(headers.traceparent),
    caller,
    bearer,
    guestId: guestOf(request, peer, options.guestKey),
    peer,
    idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
    deadlineMs: Date.now() + timeoutOf(headers, peer, route),
    ip: (peer && (headers['x-haat-client-ip'] as string)) || request.ip,
    userAgent: String(headers['user-agent'] ?? '').slice(0, 300),
    log: options.log,
    respond: { headers: {}, cookies: [] },
  };
}

/** A request that shows a token is judged by it alone; it is never quietly taken for a guest's. */
function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const match = /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(authorization);
  if (!match?.[1]) throw problem('auth.required', { detail: 'Send `Authorization: Bearer <accessToken>`.' });
  return match[1];
}

function guestOf(request: FastifyRequest, peer: string | null, key: Buffer): string | null {
  const told = request.headers[GUEST_HEADER];
  if (peer !== null && typeof told === 'string') return told;
  const cookie = cookieNamed(request.headers.cookie, GUEST_COOKIE);
  return cookie === null ? null : unsign(key, cookie);
}

function cookieNamed(header: string | undefined, name: string): string | null {
  if (!header) return null;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}

function idempotencyKeyOf(value: string | string[] | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(value)) {
    throw invalid('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
  }
  return value;
}

function timeoutOf(headers: FastifyRequest['headers'], peer: string | null, route: RouteDefinition): number {
  const limit = route.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const told = Number(headers[DEADLINE_HEADER]);
  return peer !== null && told > 0 ? Math.min(told, limit) : limit;
}
