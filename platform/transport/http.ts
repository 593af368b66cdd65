/**
 * Calls to a service in another process. A peer that is away or slow costs the caller its deadline at most and is
 * answered as `service.unavailable`; a peer's own refusal comes back as the same problem that a local call throws.
 */
import { PEER_HEADER, type PeerIdentity } from '../auth/peers.ts';
import type { Transport } from '../contract/client.ts';
import { pathsOf, type RouteDefinition } from '../contract/route.ts';
import { type FieldError, Problem, problem } from '../errors/problem.ts';
import type { Context } from '../service/context.ts';
import { type Peer, type PeerAnswer, PeerAway } from './peer.ts';
import { nextTraceparent } from './trace.ts';

export const DEADLINE_HEADER = 'x-haat-deadline-ms';
export const GUEST_HEADER = 'x-haat-guest-id';
const MAX_CALL_MS = 10_000;

export function httpTransport({ peer, identity }: { peer: Peer; identity: PeerIdentity }): Transport {
  const target = peer.name;
  return async (operation, route, input, context) => {
    const longestMs = Math.max(MAX_CALL_MS, route.timeoutMs ?? 0);
    const { path, body } = encode(route, input);
    let answer: PeerAnswer;
    try {
      answer = await peer.send({
        method: route.method,
        path,
        body,
        headers: (leftMs) => headersOf(context, target, identity, leftMs, body !== undefined),
        deadlineMs: Math.min(context.deadlineMs, Date.now() + longestMs),
        repeatable: isRepeatable(route, context),
      });
    } catch (error) {
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? `${message} (${cause.message})` : message;
      context.log.warn({ target, operation, reason, requestId: context.requestId }, 'peer call failed');
      throw unavailable(target, error);
    }
    const value = answer.text === '' ? undefined : parse(answer.text, target);
    if (answer.status >= 400) throw asProblem(value, answer, target);
    takeHints(answer.headers, context);
    return value;
  };
}

const isRepeatable = ({ method, repeatable, idempotent }: RouteDefinition, { idempotencyKey }: Context): boolean =>
  method === 'GET' || repeatable === true || (idempotent === true && idempotencyKey !== null);

const unavailable = (target: string, cause?: unknown) =>
  problem('service.unavailable', {
    detail: `The ${target} service does not answer.`,
    retryAfterS: cause instanceof PeerAway ? cause.retryAfterS : undefined,
    cause,
  });

function parse(text: string, target: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unavailable(target, error);
  }
}

function encode(route: RouteDefinition, input: { params?: unknown; query?: unknown; body?: unknown }) {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = pathsOf(route)[0]!.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const search = query.size > 0 ? `?${query}` : '';
  return { path: path + search, body: input.body === undefined ? undefined : JSON.stringify(input.body) };
}

function headersOf(context: Context, target: string, identity: PeerIdentity, leftMs: number, hasBody: boolean) {
  const headers: Record<string, string> = {
    [PEER_HEADER]: identity.issue(target),
    [DEADLINE_HEADER]: String(Math.round(leftMs)),
    'x-request-id': context.requestId,
    traceparent: nextTraceparent(context),
    accept: 'application/json',
  };
  if (hasBody) headers['content-type'] = 'application/json';
  if (context.bearer) headers.authorization = `Bearer ${context.bearer}`;
  if (context.guestId) headers[GUEST_HEADER] = context.guestId;
  if (context.idempotencyKey) headers['idempotency-key'] = context.idempotencyKey;
  if (context.ip) headers['x-haat-client-ip'] = context.ip;
  if (context.userAgent) headers['user-agent'] = context.userAgent;
  return headers;
}

function asProblem(value: unknown, { status, headers }: PeerAnswer, target: string): Problem {
  const {
    code,
    detail,
    errors,
    type,
    title,
    status: _,
    requestId,
    ...extra
  } = (value ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string') return unavailable(target, new Error(`${target} answered ${status}`));
  const retryAfterS = Number(headers['retry-after']);
  return new Problem(code, {
    detail: detail as string | undefined,
    errors: errors as FieldError[] | undefined,
    extra,
    retryAfterS: retryAfterS > 0 ? retryAfterS : undefined,
  });
}

/** Cookies and headers that the peer wants set travel on to the client. */
function takeHints(headers: PeerAnswer['headers'], context: Context): void {
  const cookies = headers['set-cookie'];
  if (cookies) context.respond.cookies.push(...(Array.isArray(cookies) ? cookies : [cookies]));
}
