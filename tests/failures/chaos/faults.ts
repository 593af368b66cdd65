/** Carries the planned faults out, one after the other, each when its checkout and its requests have come. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseServer } from './database-server.ts';
import type { KeptProcess } from './kept-process.ts';
import type { Fault } from './plan.ts';

export interface Faults {
  /** To be called as checkouts begin and requests are sent. */
  progress(turn: number, requests: number): void;
  /** No new one; resolves when the present one is over. */
  end(): Promise<void>;
}

export interface Stage {
  server: DatabaseServer;
  processes: readonly KeptProcess[];
  onFault: (fault: Fault, struck: boolean) => void;
}

export function carryOut(planned: readonly Fault[], stage: Stage): Faults {
  const left = [...planned];
  /** Requests that had been sent when the turn of the next fault began. */
  let base: number | null = null;
  let busy: Promise<void> | null = null;
  let ended = false;

  return {
    progress(turn, requests) {
      const next = left[0];
      if (!next || busy || ended || turn < next.turn) return;
      base ??= requests;
      if (requests - base < next.requests) return;
      base = null;
      left.shift();
      busy = strike(stage, next).then((struck) => {
        stage.onFault(next, struck);
        busy = null;
      });
    },
    async end() {
      ended = true;
      await busy;
    },
  };
}

async function strike({ server, processes }: Stage, { kind, victim, awayMs }: Fault): Promise<boolean> {
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
      return lockRows(server.url, awayMs);
    case 'take-connections':
      return takeConnections(server.url, awayMs);
  }
}

/** Whoever wants to write waits, and with them all connections of the pools are taken. */
async function lockRows(url: string, forMs: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin');
    await client.query(
      'lock table haat_order.orders, haat_product.stock, haat_cart.cart, haat_payment.payable in share row exclusive mode',
    );
    await pause(forMs + 500);
    await client.query('rollback');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** As many as the server gives: whoever needs a new one is refused. */
async function takeConnections(url: string, forMs: number): Promise<boolean> {
  const taken: pg.Client[] = [];
  try {
    for (;;) {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => {});
      await client.connect();
      taken.push(client);
    }
  } catch {
    await pause(forMs);
  }
  await Promise.allSettled(taken.map((client) => client.end()));
  return taken.length > 0;
}
