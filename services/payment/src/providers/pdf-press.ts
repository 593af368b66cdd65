/**
 * Makes PDFs in a thread of its own: fonts and pages cost tens of milliseconds, during which no shopper should wait. It starts
 * with the first page and ends when nothing has been printed for a while, since it takes some memory.
 */
import { Worker } from 'node:worker_threads';
import type { Sheet } from '../documents/sheet.ts';

export interface PdfPress {
  print(sheet: Sheet): Promise<Buffer>;
  close(): Promise<void>;
}

export interface PressAnswer {
  id: number;
  bytes?: Uint8Array;
  error?: string;
}

interface Waiting {
  resolve: (bytes: Buffer) => void;
  reject: (error: Error) => void;
}

const IDLE_MS = 10_000;

export function openPress(): PdfPress {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let ids = 0;

  /** Whoever waits is told; what a job waits for is made when it is repeated. */
  function failAll(error: Error): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(new URL('../documents/pdf-worker.ts', import.meta.url));
    started.on('message', ({ id, bytes, error }: PressAnswer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (bytes) asked?.resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      else asked?.reject(new Error(`No PDF could be made: ${error}`));
      if (waiting.size === 0) idle = setTimeout(() => void rest(), IDLE_MS).unref();
    });
    started.on('error', failAll);
    started.on('exit', () => {
      if (worker === started) failAll(new Error('The thread that makes PDFs ended.'));
    });
    return started;
  }

  async function rest(): Promise<void> {
    const resting = worker;
    worker = undefined;
    await resting?.terminate();
  }

  return {
    print(sheet) {
      clearTimeout(idle);
      worker ??= start();
      ids += 1;
      const id = ids;
      const printed = new Promise<Buffer>((resolve, reject) => waiting.set(id, { resolve, reject }));
      worker.postMessage({ id, sheet });
      return printed;
    },
    async close() {
      clearTimeout(idle);
      const ending = worker;
      failAll(new Error('The process ends.'));
      await ending?.terminate();
    },
  };
}
