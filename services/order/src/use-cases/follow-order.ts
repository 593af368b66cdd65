/** `GET /orders/{id}/events`: the order's states as they change, from Last-Event-ID on. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { orderApi } from '#contracts/order/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { OrderService } from '../base.ts';
import { openStream } from '../live/stream.ts';
import { newestEvent } from '../store/order-events.ts';
import { isVisibleOrder } from '../store/read-orders.ts';
import { viewerOf } from './viewer.ts';

/** Of one user in one process, whose memory and sockets they take. */
const MOST_STREAMS = 10;

export async function followOrder(
  service: OrderService,
  { params }: Input<typeof orderApi.followOrder>,
  context: Context,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  const { userId, sessionId } = callerOf(context);
  if (!(await isVisibleOrder(service.database, params.id, viewerOf(context)))) throw problem('order.not_found');
  const lastId = await resumeFrom(service, params.id, request.headers['last-event-id']);
  // Nothing is awaited from here until the stream is counted: of many that are asked for at once only so many pass.
  if (service.common.rateLimit && service.live.openOf(userId) >= MOST_STREAMS) {
    throw problem('rate.limited', { detail: `At most ${MOST_STREAMS} streams at once.`, retryAfterS: 5 });
  }

  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-request-id': context.requestId,
    // The server must not wait for this connection to be used again.
    connection: 'close',
  });
  request.raw.socket.setNoDelay(true);
  request.raw.setTimeout(0);
  const stream = openStream(response, { orderId: params.id, userId, sessionId, lastId });
  const { server } = request.server;
  response.on('close', () => service.live.remove(stream));
  service.live.add(stream, () => !server.listening);
}

/** A new follower first hears how things stand; one that comes back, what it missed. */
async function resumeFrom(service: OrderService, orderId: number, header: string | string[] | undefined) {
  const newest = (await newestEvent(service.database, orderId))?.id ?? 0;
  const told = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
  // An id that does not exist yet would silence the stream.
  return told === undefined ? newest - 1 : Math.min(told, newest);
}
