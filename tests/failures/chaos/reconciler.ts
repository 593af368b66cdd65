/** Staff who compare the gateways' books with the shop's, while it sells: the command is started again and again, and often dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';
import { crashPoints } from './crash-points.ts';
import type { FailureOptions } from './options.ts';
import { chance } from './seeded.ts';

export interface Reconciler {
  /** To be called as checkouts begin. */
  progress(turn: number): void;
  /** No new one; resolves when the present one has ended. */
  end(): Promise<void>;
  /** Once more, undisturbed: what is wrong by it, for a person to read. */
  finish(): Promise<string[]>;
}

export interface ReconcilerOptions {
  options: FailureOptions;
  /** As that of the shop's own processes. */
  environment: Record<string, string>;
  /** `told`: the crash point, where it was one. */
  onDeath: (death: 'killed' | 'crash point', told: string) => void;
}

/** Checkouts between one comparison and the next. */
const EVERY = 60;
const DAY_MS = 86_400_000;

export function openReconciler({ options, environment, onDeath }: ReconcilerOptions): Reconciler {
  const points = crashPoints.filter(({ service }) => service === 'reconcile');
  let next = EVERY;
  let busy: Promise<void> | null = null;
  let ended = false;

  async function compare(number: number): Promise<void> {
    const luck = chance(options.seed, 'reconcile', number);
    const { name, upTo } = luck.oneOf(points);
    const armed = luck.happens(60) ? `${name}@${luck.between(1, upTo)}` : null;
    const child = start({ ...environment, ...(armed === null ? {} : { HAAT_CRASH_AT: armed }) });
    const killing = new AbortController();
    const killed =
      armed === null && luck.happens(60)
        ? pause(luck.between(500, 4_000), undefined, { signal: killing.signal }).then(
            () => child.kill('SIGKILL'),
            () => false,
          )
        : false;
    await child.ended;
    killing.abort();
    if (await killed) onDeath('killed', '');
    else if (armed !== null && child.signal() === 'SIGKILL') onDeath('crash point', armed);
  }

  return {
    progress(turn) {
      if (ended || busy || turn < next) return;
      busy = compare(next).finally(() => {
        busy = null;
      });
      next = turn + EVERY;
    },
    async end() {
      ended = true;
      await busy;
    },
    async finish() {
      const child = start(environment);
      const code = await child.ended;
      return code === 0 ? [] : [`after all, reconciliation ends with ${code}: ${child.output()}`];
    },
  };
}

function start(environment: Record<string, string>) {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const period = ['--from', day(Date.now() - DAY_MS), '--to', day(Date.now() + DAY_MS)];
  const child = spawn(process.execPath, ['apps/server/src/commands/reconcile.ts', ...period], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...bareEnvironment(), ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { ended, kill: child.kill.bind(child), signal: () => child.signalCode, output: () => output };
}
