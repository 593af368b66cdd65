/** Carries the planned faults out, one after the other, each when its checkout and its requests have come. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TestRedis } from '#platform/testing/redis.ts';
import type { DatabaseServer } from './database-server.ts';
import type { KeptProcess } from './kept-process.ts';
import type { Outages } from './outages.ts';
import type { Fault } from './plan.ts';

export interface Faults {
  /** To be called as checkouts begin and requests are sent. */
  progress(turn: number, requests: number): void;
  /** No new one; resolves when the present one is over. */
  end(): Promise<void>;
  /** The one that strikes now. */
  present(): string | null;
}

export interface Stage {
  server: DatabaseServer;
  redis: TestRedis | null;
  processes: readonly KeptProcess[];
  outages: Outages;
  onFault: (fault: Fault, struck: boolean) => void;
}

export function carryOut(planned: readonly Fault[], stage: Stage): Faults {
  const left = [...planned];
  /** Requests that had been sent when the turn of the next fault began. */
  let base: number | null = null;
  let busy: Promise<void> | null = null;
  let kind: string | null = null;
  let ended = false;

  return {
    progress(turn, requests) {
      const next = left[0];
      if (!next || busy || ended || turn < next.turn) return;
      base ??= requests;
      if (requests - base < next.requests) return;
      base = null;
      left.shift();
      kind = next.kind;
      // Processes tell themselves how long they are away.
      if (kind !== 'kill' && kind !== 'stop') stage.outages.began(kind);
      busy = strike(stage, next).then((struck) => {
        stage.outages.ended(next.kind);
        stage.onFault(next, struck);
        busy = null;
        kind = null;
      });
    },
    present: () => kind,
    async end() {
      ended = true;
      await busy;
    },
  };
}

async function strike({ server, redis, processes }: Stage, { kind, victim, awayMs }: Fault): Promise<boolean> {
  switch (kind) {
    case 'kill':
      return processes[victim]!.kill(awayMs);
    case 'stop':
      return processes[victim]!.stop(awayMs);
    case 'kill-database':
      await server.bounce('kill', awayMs);
      return true;
    case 'restart-database':
      await server.bounce('restart', awayMs);
      return true;
    case 'lock-rows':
      return server.lockRows(awayMs + 500);
    case 'take-connections':
      return server.takeConnections(awayMs);
    case 'flush-redis':
      await redis!.flush();
      return true;
    case 'kill-redis':
      await redis!.kill();
      await pause(awayMs);
      await redis!.start();
      return true;
    case 'freeze-redis':
      redis!.freeze();
      await pause(awayMs + 1_000);
      redis!.resume();
      return true;
  }
}
