/** Puts a dialect on the server: keys, faults on demand, refusals in the gateway's own words. */

import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { holds } from '../memory/faults.ts';
import { type Answer, type Call, type Dialect, newestNamed, Refusal, type Route, type World } from './dialect.ts';

export function serveDialect(app: FastifyInstance, world: World, dialect: Dialect): void {
  for (const prefix of dialect.prefixes) {
    for (const route of dialect.routes) {
      app.route({
        method: route.method,
        url: prefix + route.path,
        handler: (request, reply) => answerRoute(world, dialect, route, request, reply),
      });
    }
  }
}

/** The dialect whose path it is, for what no route answers. */
export function unknownPath(dialects: readonly Dialect[], request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const call = callOf(request);
  const dialect = dialects.find(({ prefixes }) => prefixes.some((prefix) => call.path.startsWith(`${prefix}/`)));
  return send(reply, dialect?.refuse(404, call) ?? { status: 404, body: { error: 'There is nothing here.' } });
}

async function answerRoute(
  world: World,
  dialect: Dialect,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = callOf(request);
  const subject = { gateway: dialect.name, operation: route.operation, names: spokenOf(world, dialect, call) };
  const slowMs = world.faults.amount('slowMs', subject);
  if (slowMs > 0) await slowly(slowMs, reply);
  const failure = world.faults.response(subject);
  if (failure !== null) return send(reply, dialect.refuse(failure, call));
  const answer = await answerCall(dialect, route, call);
  if (answer.status < 400 && world.faults.strikes('timeoutAfterCommit', subject)) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  return send(reply, answer);
}

/** Who does not wait for the answer has asked all the same. */
async function slowly(ms: number, reply: FastifyReply): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  await pause(ms, undefined, { signal: gone.signal }).catch(() => undefined);
}

async function answerCall(dialect: Dialect, route: Route, call: Call): Promise<Answer> {
  try {
    if (!route.open) dialect.guard(call);
    return await route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function callOf(request: FastifyRequest): Call {
  const [path = '', query = ''] = request.url.split('?', 2);
  return {
    params: (request.params ?? {}) as Record<string, string>,
    query: new URLSearchParams(query),
    headers: request.headers as Record<string, string | undefined>,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    path,
    method: request.method,
  };
}

/** Of the payments that a fault is set for: those that stand in the path or the body by any of their names. */
function spokenOf(world: World, dialect: Dialect, call: Call): string[] {
  const wanted = world.faults.payments(dialect.name);
  if (wanted.length === 0) return [];
  const text = `${call.path} ${call.query} ${call.body.toString('latin1')}`;
  return wanted.filter((name) => {
    if (holds(text, name)) return true;
    const payment = newestNamed(dialect, name);
    return payment !== undefined && dialect.namesOf(payment).some((other) => holds(text, other));
  });
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  if (answer.body === null) return reply.send();
  return typeof answer.body === 'string' ? reply.send(answer.body) : reply.type('application/json').send(answer.body);
}
