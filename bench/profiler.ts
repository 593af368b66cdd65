/** CPU profiles of the shop, one file per row, taken through Node's inspector. They open in any browser's DevTools. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Profiler {
  /** Runs `work` and writes what the shop did meanwhile. */
  during<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): void;
}

export const noProfiler: Profiler = { during: (_name, work) => work(), close() {} };

export async function attachProfiler(inspectorPort: number, folder: string): Promise<Profiler> {
  await mkdir(folder, { recursive: true });
  const [target] = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json/list`)).json()) as [Target];
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('The inspector of the shop does not answer.')));
  });
  const waiting = new Map<number, (result: any) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let calls = 0;
  const call = (method: string, params = {}) =>
    new Promise<any>((resolve) => {
      calls += 1;
      waiting.set(calls, resolve);
      socket.send(JSON.stringify({ id: calls, method, params }));
    });
  await call('Profiler.enable');
  await call('Profiler.setSamplingInterval', { interval: 500 });
  return {
    async during(name, work) {
      await call('Profiler.start');
      try {
        return await work();
      } finally {
        const { profile } = await call('Profiler.stop');
        await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
      }
    },
    close: () => socket.close(),
  };
}

interface Target {
  webSocketDebuggerUrl: string;
}
