/**
 * A link between a service and its PostgreSQL that can be cut at a chosen moment, as networks do: before a statement
 * reaches the server, after the server has done it and before its answer arrives, or so that nothing gets through at all.
 */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** `lost`: the statement never arrives. `unanswered`: it is done, and the answer never arrives. */
export type Cut = 'lost' | 'unanswered';

export interface Link {
  /** The server's address as it is seen through the link. */
  url: string;
  /** Cuts the next connection that sends this text, once; resolves when it has happened. */
  cutAt(text: string, how: Cut): Promise<void>;
  /** What is sent stays under way until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

interface Trap {
  text: string;
  how: Cut;
  sprung: () => void;
}

export async function openLink(serverUrl: string): Promise<Link> {
  const server = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let trap: Trap | undefined;
  let frozen = false;

  const listener = createServer((client) => {
    const upstream = createConnection(Number(server.port), server.hostname);
    let isDeaf = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      if (frozen) socket.pause();
    }
    const end = () => {
      for (const socket of [client, upstream]) {
        sockets.delete(socket);
        socket.destroy();
      }
    };
    client.on('close', end);
    upstream.on('close', end);
    client.on('data', (bytes) => {
      if (trap === undefined || !bytes.includes(trap.text)) return void upstream.write(bytes);
      const { how, sprung } = trap;
      trap = undefined;
      if (how === 'lost') {
        end();
        sprung();
        return;
      }
      isDeaf = true;
      upstream.write(bytes);
      // The server's answer says that it is done.
      upstream.once('data', () => {
        end();
        sprung();
      });
    });
    upstream.on('data', (bytes) => {
      if (!isDeaf) client.write(bytes);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((listener.address() as AddressInfo).port);

  return {
    url: url.href,
    cutAt: (text, how) =>
      new Promise((resolve) => {
        trap = { text, how, sprung: resolve };
      }),
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
