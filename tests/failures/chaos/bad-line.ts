/** An HTTP proxy that treats each request as a bad line would: late, not at all, twice, out of turn, or without its answer. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';

export type Fate = 'passes' | 'late' | 'lost' | 'answer-lost' | 'twice' | 'overtaken' | 'refused';

export interface BadLine {
  url: string;
  /** From now on everything passes at once. */
  heal(): void;
  /** How often each fate struck. */
  fates: ReadonlyMap<Fate, number>;
  close(): Promise<void>;
}

export interface BadLineOptions {
  /** Where it leads: to one of the replicas, by turns. */
  target: () => string;
  /** Of the n-th request on this line. */
  fateOf: (number: number, path: string) => { fate: Fate; lateMs: number };
}

/** One that is to be overtaken waits for the next, and not for ever. */
const OVERTAKEN_WITHIN_MS = 3_000;

export async function openBadLine({ target, fateOf }: BadLineOptions): Promise<BadLine> {
  const agent = new Agent({ connections: 64, connect: { timeout: 2_000 } });
  const fates = new Map<Fate, number>();
  let healed = false;
  let count = 0;
  let next = Promise.withResolvers<void>();

  const server = createServer((incoming, outgoing) => {
    const number = count;
    count += 1;
    const passed = next;
    next = Promise.withResolvers();
    void handle(number, incoming, outgoing, next.promise)
      .catch(() => outgoing.destroy())
      .finally(() => passed.resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function handle(number: number, incoming: IncomingMessage, outgoing: ServerResponse, after: Promise<void>) {
    const body = Buffer.concat(await incoming.toArray());
    const pass = () => passOn(incoming, body);
    const { fate, lateMs } = healed ? { fate: 'passes' as const, lateMs: 0 } : fateOf(number, incoming.url ?? '/');
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
    switch (fate) {
      case 'lost':
        outgoing.destroy();
        return;
      case 'refused':
        outgoing.writeHead(503).end();
        return;
      case 'answer-lost':
        await pass().finally(() => outgoing.destroy());
        return;
      case 'twice': {
        const [first] = await Promise.all([pass(), pass().catch(() => undefined)]);
        return answer(outgoing, first);
      }
      case 'late':
        await pause(lateMs);
        break;
      case 'overtaken':
        await Promise.race([after, pause(OVERTAKEN_WITHIN_MS)]);
        break;
    }
    answer(outgoing, await pass());
  }

  async function passOn({ method, url, headers }: IncomingMessage, body: Buffer) {
    const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers;
    const response = await request(`${target()}${url}`, {
      method: method as 'GET',
      headers: kept,
      body: body.length > 0 ? body : undefined,
      dispatcher: agent,
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.from(await response.body.arrayBuffer()),
    };
  }

  function answer(outgoing: ServerResponse, { status, headers, body }: Awaited<ReturnType<typeof passOn>>): void {
    const { connection: _connection, 'transfer-encoding': _encoding, 'keep-alive': _alive, ...kept } = headers;
    outgoing.writeHead(status, kept).end(body);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heal() {
      healed = true;
      next.resolve();
    },
    fates,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await agent.destroy();
    },
  };
}
