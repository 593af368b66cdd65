/**
 * Documents on their way to people: made and mailed one at a time by a worker of its own, so that paper never stands in the way of
 * money. While the process is busy each waits a little; shoppers come first.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type JobHandler, type JobQueue, startWorker } from '#platform/events/jobs.ts';
import { afterCommit } from '#platform/sql/database.ts';
import type { PaymentService } from '../base.ts';

export interface DeliveryBell {
  ring(): void;
}

export const DELIVER = 'payment.deliver';

/** The same queue, that wakes the worker below for what is its own. */
export const ringing = (jobs: JobQueue, bell: DeliveryBell): JobQueue => ({
  async enqueue(tx, wanted) {
    await jobs.enqueue(tx, wanted);
    if (wanted.some(({ kind }) => kind === DELIVER)) afterCommit(tx, () => bell.ring());
  },
});

export function startDelivery(service: PaymentService, deliver: JobHandler): { stop(): Promise<void> } {
  let stopping = false;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn: JobHandler = (job) => {
    const done = turn.then(async () => {
      if (!stopping) await giveWay();
      await deliver(job);
    });
    turn = done.catch(() => undefined);
    return done;
  };
  const { database, log } = service;
  const worker = startWorker({ database, handlers: { [DELIVER]: inTurn }, log });
  service.deliveryBell.ring = worker.wake;
  return {
    async stop() {
      stopping = true;
      await worker.stop();
    },
  };
}

const BUSY = 0.7;
const LOOK_MS = 50;
/** Many wait in turn, and a job that takes too long is taken for dead. */
const PATIENCE_MS = 1_000;

async function giveWay(): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let before = performance.eventLoopUtilization();
  while (Date.now() < deadline) {
    await pause(LOOK_MS);
    const now = performance.eventLoopUtilization();
    if (performance.eventLoopUtilization(now, before).utilization < BUSY) return;
    before = now;
  }
}
