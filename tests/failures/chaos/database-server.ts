/** A database that can be killed while shoppers shop, and comes back at the same address with what was committed. */
import { setTimeout as pause } from 'node:timers/promises';
import { openForTests } from '#platform/testing/all-schemas.ts';

export interface DatabaseServer {
  url: string;
  /** False while it is away, locked, or out of connections: no process can start then. */
  isUp(): boolean;
  /** Ends it, by `kill -9` or in order, and starts it again after `awayMs`. */
  bounce(how: 'kill' | 'restart', awayMs: number): Promise<void>;
  /** Who wants to write waits, and with them all connections of the pools are taken. */
  lockRows(forMs: number): Promise<boolean>;
  /** As many as the server gives: who needs a new one is refused. */
  takeConnections(forMs: number): Promise<boolean>;
  query(text: string): Promise<any[]>;
  /** What tells, when a run stands still, which statements run there and who waits for whose locks. */
  inside: ReadonlyArray<readonly [what: string, text: string]>;
  stop(): Promise<void>;
}

/** Few, so that a client that takes connections soon has the last one. */
export const CONNECTIONS = 90;

/** The tables that placing and paying write to. */
export const HOT = ['haat_order.orders', 'haat_product.stock', 'haat_cart.cart', 'haat_payment.payable'];

/** What differs between one server and another. */
export interface Program {
  url: string;
  end(how: 'kill' | 'restart'): Promise<void>;
  start(): Promise<void>;
  lockRows(forMs: number): Promise<boolean>;
  connect(): Promise<{ end(): Promise<void> }>;
  inside: DatabaseServer['inside'];
  /** For good, with all that it kept. */
  remove(): Promise<void>;
}

export function databaseServer(program: Program): DatabaseServer {
  const { url, inside } = program;
  const schemas = openForTests(url);
  let up = true;

  async function whileHampered(fault: () => Promise<boolean>): Promise<boolean> {
    up = false;
    try {
      return await fault();
    } finally {
      up = true;
    }
  }

  async function takeConnections(forMs: number): Promise<boolean> {
    const taken: Array<{ end(): Promise<void> }> = [];
    try {
      for (;;) taken.push(await program.connect());
    } catch {
      await pause(forMs);
    }
    await Promise.allSettled(taken.map((connection) => connection.end()));
    return taken.length > 0;
  }

  return {
    url,
    inside,
    isUp: () => up,
    async bounce(how, awayMs) {
      up = false;
      await program.end(how);
      await pause(awayMs);
      await startAgain(program);
      up = true;
    },
    lockRows: (forMs) => whileHampered(() => program.lockRows(forMs)),
    takeConnections: (forMs) => whileHampered(() => takeConnections(forMs)),
    query: (text) => schemas.query(text),
    async stop() {
      await schemas.close();
      await program.remove();
    },
  };
}

const TRIES = 5;

async function startAgain(program: Program): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await program.start();
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}
