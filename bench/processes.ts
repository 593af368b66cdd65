/** Child processes that say `ready on …`: the shop itself and the bare Fastify. None of them outlives the run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Running {
  pid: number;
  /** What followed `ready on`. */
  origin: string;
  startMs: number;
  /** SIGTERM, and the end awaited. */
  stop(): Promise<void>;
}

const READY = /^ready on (\S+)/m;
const READY_LIMIT_MS = 120_000;

export async function startProcess(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => child.kill('SIGTERM');
  process.on('exit', end);
  const exited = once(child, 'exit').then(() => process.off('exit', end));
  const origin = await readyLine(child, exited, args.at(-1)!);
  return {
    pid: child.pid!,
    origin,
    startMs: performance.now() - startedAt,
    async stop() {
      end();
      await exited;
    },
  };
}

function readyLine(child: ChildProcess, exited: Promise<unknown>, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(() => reject(new Error(`${name} was not ready within 120 s.`)), READY_LIMIT_MS);
    let said = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-5_000);
      const [, origin] = READY.exec(said) ?? [];
      if (!origin) return;
      clearTimeout(overdue);
      resolve(origin);
    });
    void exited.then(() => {
      clearTimeout(overdue);
      reject(new Error(`${name} ended before it was ready.\n${said}`));
    });
  });
}
