/** Every failure leaves as a problem document; what it does not say stands in the log under the same request id. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, problem, problemBody } from '../errors/problem.ts';
import type { Logger } from '../log/log.ts';
import { isDatabaseAway, isDatabaseBusy } from '../sql/away.ts';

const byFastifyCode: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body.too_large',
  FST_REQ_FILE_TOO_LARGE: 'body.too_large',
  FST_FILES_LIMIT: 'body.too_large',
  FST_PARTS_LIMIT: 'body.too_large',
  FST_FIELDS_LIMIT: 'body.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media.unsupported',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'media.unsupported',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body.malformed',
  FST_ERR_BAD_URL: 'request.malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'route.not_found',
};

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = error as FastifyError;
  const mapped = byFastifyCode[code ?? ''];
  if (mapped) return problem(mapped, { cause: error });
  if (isDatabaseAway(error) || isDatabaseBusy(error)) return problem('service.unavailable', { cause: error });
  if (statusCode && statusCode >= 400 && statusCode < 500) return problem('request.malformed', { cause: error });
  return problem('server.failed', { cause: error });
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  const found = toProblem(error);
  const cause = found.cause ?? error;
  const asked = { requestId: request.id, url: request.url };
  // Somebody else is away: where in the code that was noticed says nothing.
  if (found.code === 'service.unavailable') log.warn({ reason: (cause as Error).message, ...asked }, 'request put off');
  else if (found.status >= 500) log.error({ err: cause, ...asked }, 'request failed');
  if (found.status === 401) reply.header('www-authenticate', 'Bearer');
  if (found.retryAfterS !== undefined) reply.header('retry-after', String(found.retryAfterS));
  return reply
    .code(found.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(found, request.id)));
}

export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      problem('route.not_found', { detail: `${request.method} ${request.url.split('?')[0]}` }),
      request,
      reply,
      log,
    ),
  );
}
