/** The load driver: a process of its own, told by messages what to measure. Both the shop and the references see it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Measured, measure, type Window } from './measure.ts';
import { bare } from './scenarios/bare.ts';
import { scenarios } from './scenarios/index.ts';
import type { Stage } from './stage.ts';

export interface Driver {
  /** Who shops, where; sent again when tokens are fresh. */
  takeStage(stage: Stage): void;
  measure(scenarioKey: string, window: Window): Promise<Measured>;
  close(): Promise<void>;
}

type Order = { stage: Stage } | { scenario: string; window: Window };
type Report = { measured: Measured } | { failure: string };

export function startDriver(): Driver {
  const child = fork(import.meta.filename, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  return {
    takeStage: (stage) => void child.send({ stage } satisfies Order),
    async measure(scenario, window) {
      child.send({ scenario, window } satisfies Order);
      const [report] = (await Promise.race([once(child, 'message'), exited.then(died)])) as [Report];
      if ('failure' in report) throw new Error(report.failure);
      return report.measured;
    },
    async close() {
      child.kill();
      await exited;
    },
  };
}

function died(): never {
  throw new Error('The load driver has ended.');
}

function follow(send: (report: Report) => void): void {
  const known = [bare, ...scenarios];
  let stage: Stage;
  process.on('message', async (order: Order) => {
    if ('stage' in order) {
      stage = order.stage;
      return;
    }
    try {
      const scenario = known.find(({ key }) => key === order.scenario)!;
      send({ measured: await measure(scenario, stage, order.window) });
    } catch (error) {
      send({ failure: (error as Error).message });
    }
  });
  process.on('disconnect', () => process.exit());
}

if (import.meta.main) follow((report) => process.send!(report));
