/** Notices that a run stands still, and tells by itself what it waits for; says nothing while checkouts go on. */
import { loadavg } from 'node:os';
import { serviceNames } from '#contracts/common/services.ts';
import type { DatabaseServer } from './database-server.ts';
import type { KeptProcess } from './kept-process.ts';
import type { Person } from './shopper.ts';

export interface Watch {
  /** A checkout is over, or the run has come to another part of its way. */
  moved(stage: string, quietMs?: number): void;
  end(): void;
}

export interface Watched {
  server: DatabaseServer;
  processes: readonly KeptProcess[];
  /** By what they are called. */
  people(): ReadonlyArray<readonly [name: string, person: Person]>;
  /** The fault that strikes now. */
  fault(): string | null;
  say(line: string): void;
}

const QUIET_MS = 30_000;
const LOOK_MS = 5_000;
const ANSWER_MS = 5_000;

export function watchRun(watched: Watched): Watch {
  let stage = 'opens the shop';
  let since = performance.now();
  let told = 0;
  let patienceMs = QUIET_MS;

  const timer = setInterval(() => {
    const quietMs = performance.now() - since;
    if (quietMs < patienceMs * (told + 1)) return;
    told += 1;
    void tell(watched, `${(quietMs / 1_000).toFixed(0)} s without a checkout that ended; the run ${stage}`);
  }, LOOK_MS);
  timer.unref();

  return {
    moved(to, quietMs = QUIET_MS) {
      stage = to;
      patienceMs = quietMs;
      since = performance.now();
      told = 0;
    },
    end: () => clearInterval(timer),
  };
}

async function tell(watched: Watched, what: string): Promise<void> {
  const { server, processes, people, fault, say } = watched;
  const lines = [
    `STANDS STILL: ${what}`,
    `fault: ${fault() ?? 'none'}; database ${server.isUp() ? 'up' : 'away'}; load ${loadavg()[0]!.toFixed(1)}`,
  ];
  for (const { name, state } of processes) lines.push(`process ${name}: ${state()}`);
  for (const [name, { doing }] of people()) {
    const now = doing();
    if (now !== null) lines.push(`${name}: ${now}`);
  }
  for (const line of lines) say(line);
  for (const [name, text] of [...server.inside, ['waiting', WAITING], ['states', STATES]] as const) {
    say(`${name}: ${await answerOf(server, text)}`);
  }
}

async function answerOf(server: DatabaseServer, text: string): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${ANSWER_MS} ms`), ANSWER_MS);
  });
  const rows = server.query(text).then(
    (found) => found.map((row) => JSON.stringify(row)).join('\n  ') || 'nothing',
    (error: unknown) => `no answer: ${(error as Error).message}`,
  );
  return Promise.race([rows, late]).finally(() => clearTimeout(timer));
}

const WAITING = serviceNames
  .map(
    (name) => `
    select '${name} deliveries' as what, status, count(*) as n, sum(case when next_at <= now() then 1 else 0 end) as due,
      max(attempts) as tries, max(last_error) as error from haat_${name}.delivery group by status
    union all select concat('${name} job ', kind), status, count(*), sum(case when run_at <= now() then 1 else 0 end),
      max(attempts), max(last_error) from haat_${name}.job where status <> 'done' group by kind, status`,
  )
  .join(' union all ');

const STATES = `
select 'orders' as what, status as state, count(*) as n from haat_order.orders group by status
union all select 'payments', status, count(*) from haat_payment.payment group by status
union all select 'refunds', status, count(*) from haat_payment.refund group by status
union all select 'webhooks', state, count(*) from haat_payment.webhook_event group by state
union all select 'carts that are claimed', concat('by ', claimed_by), count(*) from haat_cart.cart where claimed_by is not null group by claimed_by`;
