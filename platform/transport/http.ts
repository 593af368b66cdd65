/**
 * Calls to a service in another process. A peer that is away or slow costs the caller its deadline at most and is
 * answered as `service.unavailable`; a peer's own refusal comes back as the same problem that a local call throws.
 */
import type { Pool } from 'undici';
import { PEER_HEADER, type PeerIdentity } from '../auth/peers.ts';
import type { Transport } from '../contract/client.ts';
import { pathsOf, type RouteDefinition } from '../contract/route.ts';
import { type FieldError, Problem, problem } from '../errors/problem.ts';
import type { Context } from '../service/context.ts';

export interface HttpTransportOptions {
  target: string;
  baseUrl: string;
  identity: PeerIdentity;
}

export const DEADLINE_HEADER = 'x-haat-deadline-ms';
export const GUEST_HEADER = 'x-haat-guest-id';
const MAX_CALL_MS = 10_000;

export function httpTransport({
  target,
  baseUrl,
  identity,
}: HttpTransportOptions): Transport & { close(): Promise<void> } {
  const origin = new URL(baseUrl).origin;
  // Loaded with the first call: a process that holds all services makes none.
  let pool: Promise<Pool> | undefined;
  const open = async () =>
    new (await import('undici')).Pool(origin, { connections: 32, pipelining: 1, connect: { timeout: 1_000 } });

  const transport: Transport = async (operation, route, input, context) => {
    const leftMs = Math.min(context.deadlineMs - Date.now(), MAX_CALL_MS);
    if (leftMs <= 0) throw unavailable(target);
    const { path, body } = encode(route, input);
    let response: Awaited<ReturnType<Pool['request']>>;
    try {
      pool ??= open();
      response = await (await pool).request({
        method: route.method,
        path,
        body,
        headers: headersOf(context, target, identity, leftMs, body !== undefined),
        signal: AbortSignal.timeout(leftMs),
      });
    } catch (error) {
      context.log.warn({ err: error, target, operation }, 'peer call failed');
      throw unavailable(target, error);
    }
    const text = await response.body.text();
    const answer = text === '' ? undefined : parse(text, target);
    if (response.statusCode >= 400) throw asProblem(answer, response.statusCode, target);
    takeHints(response.headers, context);
    return answer;
  };
  return Object.assign(transport, { close: async () => (await pool)?.close() });
}

const unavailable = (target: string, cause?: unknown) =>
  problem('service.unavailable', { detail: `The ${target} service does not answer.`, cause });

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

function asProblem(answer: unknown, status: number, target: string): Problem {
  const {
    code,
    detail,
    errors,
    type,
    title,
    status: _,
    requestId,
    ...extra
  } = (answer ?? {}) as Record<string, unknown>;
  if (typeof code !== 'string') return unavailable(target, new Error(`${target} answered ${status}`));
  return new Problem(code, { detail: detail as string | undefined, errors: errors as FieldError[] | undefined, extra });
}

/** Cookies and headers that the peer wants set travel on to the client. */
function takeHints(headers: Record<string, string | string[] | undefined>, context: Context): void {
  const cookies = headers['set-cookie'];
  if (cookies) context.respond.cookies.push(...(Array.isArray(cookies) ? cookies : [cookies]));
}
