/** A shop that only listens: keeps every webhook as it came, for tests of the simulator. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '#platform/testing/until.ts';

export interface Heard {
  path: string;
  body: string;
  headers: Record<string, string>;
}

export interface Ear {
  url: string;
  heard: Heard[];
  /** What it answers from now on. */
  answer(status: number): void;
  /** The first webhook of this payment and type. */
  told(...parts: string[]): Promise<Heard>;
  close(): Promise<void>;
}

export async function openEar(): Promise<Ear> {
  const heard: Heard[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    heard.push({
      path: request.url!,
      body: Buffer.concat(chunks).toString(),
      headers: request.headers as Record<string, string>,
    });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer(code) {
      status = code;
    },
    told: (...parts) =>
      until(`to be told of ${parts.join(', ')}`, async () =>
        heard.find(({ body }) => parts.every((part) => body.includes(part))),
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
