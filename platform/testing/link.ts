/**
 * A link between a service and its PostgreSQL that can be cut at a chosen moment, as networks do: before a statement
 * reaches the server, after the server has done it and before its answer arrives, or so that nothing gets through at all.
 */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/**
 * `lost`: the statement never arrives. `unanswered`: it is done, and the answer never arrives. `late`: as `unanswered`,
 * but it is still under way when the sender has noticed.
 */
export type Cut = 'lost' | 'unanswered' | 'late';

export interface Link {
  /** The server's address as it is seen through the link. */
  url: string;
  /** Cuts the next connection that sends this text, once; resolves when it has happened, to what delivers a `late` one. */
  cutAt(text: string, how: Cut): Promise<() => void>;
  /** Cuts whenever the text was sent so many times, until it is stopped; that answers how often. */
  cutEach(times: number, text: string, how: Cut): () => number;
  /** What is sent stays under way until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

interface Trap {
  text: string;
  how: Cut;
  /** Asked each time the text comes. */
  springs: () => boolean;
  sprung: (deliver: () => void) => void;
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
      const met = trap;
      if (!met || !bytes.includes(met.text) || !met.springs()) return void upstream.write(bytes);
      const { how, sprung } = met;
      isDeaf = true;
      if (how === 'late') {
        client.off('close', end);
        client.destroy();
        upstream.once('data', end);
        sprung(() => upstream.write(bytes));
      } else if (how === 'lost') {
        end();
        sprung(() => {});
      } else {
        upstream.write(bytes);
        // The server's answer says that it is done.
        upstream.once('data', () => {
          end();
          sprung(() => {});
        });
      }
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
        const springs = () => {
          trap = undefined;
          return true;
        };
        trap = { text, how, springs, sprung: resolve };
      }),
    cutEach(times, text, how) {
      let seen = 0;
      let cuts = 0;
      const springs = () => ++seen % times === 0;
      trap = { text, how, springs, sprung: () => (cuts += 1) };
      return () => {
        trap = undefined;
        return cuts;
      };
    },
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
