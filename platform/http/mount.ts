/** Turns a service's operations into Fastify routes. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { pathsOf, statusOf } from '../contract/route.ts';
import { isProblem } from '../errors/problem.ts';
import type { Context } from '../service/context.ts';
import { isReadyJson, type ReadyJson } from '../service/handlers.ts';
import { authorise, type Operation } from '../transport/invoke.ts';
import { JSON_LIMIT_BYTES, UPLOAD_LIMIT_BYTES } from './body.ts';
import { type ContextOptions, contextOf } from './context.ts';
import { isKnownTag } from './etag.ts';
import { MINUTE_MS } from './rate-limit.ts';

export interface MountOptions extends ContextOptions {
  /** Told when a signed-in caller lacks the permission that a route needs. */
  onForbidden?: (operation: Operation, context: Context) => void;
}

export function mount(app: FastifyInstance, operations: ReadonlyMap<string, Operation>, options: MountOptions): void {
  for (const operation of operations.values()) {
    for (const url of pathsOf(operation.route)) app.route(toRoute(operation, url, options));
  }
}

function toRoute(operation: Operation, url: string, options: MountOptions): RouteOptions {
  const { route } = operation;
  const perMinute = route.ratePerMinute;
  return {
    method: route.method,
    url,
    bodyLimit: route.raw === 'upload' ? UPLOAD_LIMIT_BYTES : JSON_LIMIT_BYTES,
    config: {
      rawBody: route.raw === 'webhook',
      form: route.raw === 'page',
      // One count for all paths of an operation.
      ...(perMinute === undefined
        ? {}
        : { rateLimit: { max: perMinute, timeWindow: MINUTE_MS, groupId: `:${options.service}.${operation.name}` } }),
    },
    // Replies are shaped by their schema: a field that the contract does not name cannot leak.
    schema: route.reply && !route.raw ? { response: { [statusOf(route)]: route.reply } } : undefined,
    handler: route.raw ? rawHandler(operation, options) : jsonHandler(operation, options),
  };
}

function jsonHandler(operation: Operation, options: MountOptions) {
  const { route } = operation;
  const status = statusOf(route);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const context = await contextOf(request, route, options);
    admit(operation, context, options);
    const input = operation.decode({ params: request.params, query: request.query, body: request.body });
    const answer = await operation.handle(input, context);
    applyHints(reply, context);
    if (isReadyJson(answer)) return sendReady(request, reply, answer);
    if (route.method !== 'GET' || context.caller) reply.header('cache-control', 'no-store');
    reply.code(status);
    return status === 204 ? reply.send() : reply.send(answer);
  };
}

function rawHandler(operation: Operation, options: MountOptions) {
  const { route } = operation;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const context = await contextOf(request, route, options);
    admit(operation, context, options);
    // Uploads and webhooks read their own body.
    const body = route.raw === 'page' ? request.body : undefined;
    const input = operation.decode({ params: request.params, query: request.query, body });
    const answer = await operation.handle(input, context, { request, reply });
    if (reply.sent) return reply;
    applyHints(reply, context);
    return answer === undefined ? reply.send() : reply.code(statusOf(route)).send(answer);
  };
}

function admit(operation: Operation, context: Context, { onForbidden }: MountOptions): void {
  try {
    authorise(operation.route, context);
  } catch (error) {
    if (isProblem(error, 'auth.forbidden')) onForbidden?.(operation, context);
    throw error;
  }
}

function sendReady(request: FastifyRequest, reply: FastifyReply, answer: ReadyJson): FastifyReply {
  reply.header('etag', answer.etag).header('cache-control', answer.cacheControl ?? 'no-cache');
  if (isKnownTag(request.headers['if-none-match'], answer.etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(textOf(answer.bytes));
}

// Node writes a string in one piece with its headers, a buffer in two: a third of a fast answer's cost. Kept as long as
// the bytes are.
const texts = new WeakMap<Buffer, string>();

function textOf(bytes: Buffer): string {
  let text = texts.get(bytes);
  if (text === undefined) {
    text = bytes.toString();
    texts.set(bytes, text);
  }
  return text;
}

function applyHints(reply: FastifyReply, context: Context): void {
  reply.header('x-request-id', context.requestId);
  for (const [name, value] of Object.entries(context.respond.headers)) reply.header(name, value);
  if (context.respond.cookies.length > 0) reply.header('set-cookie', context.respond.cookies);
}
