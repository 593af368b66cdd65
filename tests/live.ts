/** Follows an order's live stream as a browser does: reads server-sent events, remembers the last id. */
import assert from 'node:assert/strict';
import type { TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import type { AnyShop } from './steps.ts';

export interface News {
  id: string;
  event: string;
  data: any;
}

export interface Live {
  /** All that has come so far. */
  news: readonly News[];
  /** Resolves when news fit. */
  once(what: string, fits: (news: News) => boolean): Promise<News>;
  close(): void;
}

export async function follow(shop: AnyShop, reader: TestUser, orderId: number, lastEventId?: string): Promise<Live> {
  const path = `/orders/${orderId}/events`;
  const ending = new AbortController();
  const response = await fetch(shop.url('GET', path), {
    signal: ending.signal,
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${reader.token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const news: News[] = [];
  void collect(response, news).catch(() => {});
  return {
    news,
    once: (what, fits) => until(`news that ${what}; came: ${JSON.stringify(news)}`, () => news.find(fits)),
    close: () => ending.abort(),
  };
}

async function collect(response: Response, news: News[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body!) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop()!;
    for (const block of blocks) {
      const found = parse(block);
      if (found) news.push(found);
    }
  }
}

/** Comments keep the line open and say nothing. */
function parse(block: string): News | undefined {
  const fields: Record<string, string> = {};
  for (const line of block.split(/\r?\n/)) {
    const match = /^(\w+): ?(.*)$/.exec(line);
    if (match) fields[match[1]!] = fields[match[1]!] === undefined ? match[2]! : `${fields[match[1]!]}\n${match[2]}`;
  }
  if (fields.data === undefined) return undefined;
  return { id: fields.id ?? '', event: fields.event ?? 'message', data: JSON.parse(fields.data) };
}
