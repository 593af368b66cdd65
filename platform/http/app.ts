/** The Fastify instance that production and tests share: limits, headers, ids, errors. Routes are added by `mount`. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import { problem, problemBody } from '../errors/problem.ts';
import type { Logger } from '../log/log.ts';
import { JSON_LIMIT_BYTES, readBodiesStrictly } from './body.ts';
import { answerErrors, sendProblem } from './errors.ts';
import { limitRates, type RateLimitOptions } from './rate-limit.ts';
import { securityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    rawBody?: boolean;
    form?: boolean;
    /** Taken from services of this shop alone, who sign: to refuse what they tell would only hold it up. */
    internal?: boolean;
  }
}

export interface AppOptions {
  log: Logger;
  /** Undefined for no limit. */
  rateLimit: RateLimitOptions | undefined;
  /** Origins of browsers that may call with credentials. */
  corsOrigins: readonly string[];
  /** Addresses of proxies whose X-Forwarded-For is believed; empty: none is. */
  trustedProxies: readonly string[];
  secureTransport: boolean;
}

/** What Node's parser refuses never becomes a request: answered on the bare socket, in the same shape. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const overflow = error.code === 'HPE_HEADER_OVERFLOW';
  const body = JSON.stringify({
    ...problemBody(problem(overflow ? 'request.header_too_large' : 'request.malformed'), randomUUID()),
  });
  const head = [
    `HTTP/1.1 ${overflow ? '431 Request Header Fields Too Large' : '400 Bad Request'}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const REQUEST_ID = /^[\w.:-]{1,80}$/;

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { log } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: JSON_LIMIT_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // What comes on a connection that is still open while the server closes is answered like the rest.
    return503OnClosing: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request, reply, log);
    },
  });
  answerErrors(app, log);
  await readBodiesStrictly(app);
  const headers = securityHeaders(options.secureTransport);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  if (options.corsOrigins.length > 0) await app.register(cors, { origin: [...options.corsOrigins], credentials: true });
  if (options.rateLimit) await limitRates(app, options.rateLimit);
  return app;
}
