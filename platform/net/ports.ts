/** Ports of this machine: which one is taken, one that is not, and on which somebody answers. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** The first of them on which somebody listens. */
export async function busyPort(ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) if (!(await canListen(port))) return port;
  return undefined;
}

async function canListen(port: number): Promise<boolean> {
  const probe = createServer();
  probe.listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

export async function isAnswered(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
