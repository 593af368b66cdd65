/** One open event stream: what has been sent on it, and when it has to end. */
import type { ServerResponse } from 'node:http';
import type { OrderStatusNews } from '#contracts/order/schemas.ts';
import type { StatusNews } from '../store/order-events.ts';

const MAX_BUFFERED_BYTES = 64 * 1_024;

export interface Stream {
  readonly orderId: number;
  readonly userId: number;
  readonly sessionId: string;
  readonly openedAtMs: number;
  /** Id of the last event that was sent: the client's Last-Event-ID when it comes back. */
  readonly lastId: number;
  /** News in the order of their ids; what was sent before is not sent again. */
  send(news: StatusNews): void;
  /** A comment, so that proxies and the client see that the line stands. */
  beat(): void;
  end(): void;
}

export interface StreamFacts {
  orderId: number;
  userId: number;
  sessionId: string;
  lastId: number;
}

export function openStream(response: ServerResponse, facts: StreamFacts): Stream {
  let { lastId } = facts;

  function write(text: string): void {
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    // A client that does not read must not fill our memory; it comes back and resumes.
    if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
  }

  write('retry: 2000\n\n');
  return {
    ...facts,
    openedAtMs: Date.now(),
    get lastId() {
      return lastId;
    },
    send({ id, order_id, status, fulfilment_status, at }) {
      if (id <= lastId) return;
      lastId = id;
      const data: OrderStatusNews = {
        orderId: order_id,
        status,
        fulfilmentStatus: fulfilment_status,
        at: at.toISOString(),
      };
      write(`id: ${id}\nevent: order.status\ndata: ${JSON.stringify(data)}\n\n`);
    },
    beat: () => write(': still here\n\n'),
    end() {
      if (!response.writableEnded) response.end();
    },
  };
}
