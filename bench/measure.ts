/** One measured window of one scenario: virtual users in a closed loop, each with a connection of its own. */
import { type Connection, connect } from './connection.ts';
import { cpuMs, familyCpuMs } from './cpu.ts';
import { type Scenario, type Shop, type Tally, UnexpectedAnswer, type Visitor } from './scenarios/scenario.ts';
import type { Buyer, Stage } from './stage.ts';

export interface Window {
  origin: string;
  concurrency: number;
  seconds: number;
  /** Processes whose CPU is read: the shop, and the postmaster with its children. */
  watch: { shop?: number; postgres?: number };
}

export interface Measured {
  operations: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  errors: number;
  /** The first few different ones. */
  complaints: string[];
  /** Per cent of one core; undefined where the system does not say. */
  cpu: { shop?: number; postgres?: number; driver: number };
  tally: Tally;
}

/** Visits of a connection in a round; fewer would measure its beginning and end more than its middle. */
export const VISITS_A_ROUND = 16;
const PREPARING_CONNECTIONS = 32;
const MAX_COMPLAINTS = 3;

interface Count {
  samplesMs: number[];
  timedMs: number;
  cpuMs: { shop?: number; postgres?: number; driver: number };
  errors: number;
  complaints: Set<string>;
}

export async function measure(scenario: Scenario, stage: Stage, window: Window): Promise<Measured> {
  const { concurrency, seconds } = window;
  const count: Count = { samplesMs: [], timedMs: 0, cpuMs: { driver: 0 }, errors: 0, complaints: new Set() };
  const crew = recruit(stage, window, scenario.prepare ? concurrency * VISITS_A_ROUND : concurrency);
  try {
    await scenario.before?.(crew.shop);
    if (scenario.prepare) await inRounds(scenario, crew, window, count);
    else await timed(window, count, () => untilTimeIsUp(scenario, crew.visitors, seconds, count));
    return summarise(count, crew.shop.tally);
  } finally {
    crew.disband();
  }
}

interface Crew {
  shop: Shop;
  /** One per unit of concurrency. */
  visitors: Visitor[];
  disband(): void;
}

function recruit(stage: Stage, { origin, concurrency }: Window, wanted: number): Crew {
  const buyers = stage.buyers.slice(0, wanted);
  const connections: Connection[] = [];
  const visitorOf = (buyer: Buyer | undefined, connection: Connection): Visitor => ({
    shop,
    // Who needs no account never looks at it.
    buyer: buyer ?? stage.admin,
    async expect(status, request) {
      const reply = await connection.send(request);
      const expected = typeof status === 'number' ? reply.status === status : status.includes(reply.status);
      if (expected) return reply;
      throw new UnexpectedAnswer(`${request.method} ${pattern(request.path)} ${reply.status} ${codeOf(reply.text())}`);
    },
  });
  const dial = () => {
    const connection = connect(origin);
    connections.push(connection);
    return connection;
  };
  const helpers = Array.from({ length: PREPARING_CONNECTIONS }, dial);
  const shop: Shop = {
    stage,
    buyers,
    tally: { orders: 0, units: 0 },
    admin: undefined as unknown as Visitor,
    async forEachBuyer(work) {
      const waiting = [...buyers];
      const helping = async (connection: Connection) => {
        for (let buyer = waiting.pop(); buyer; buyer = waiting.pop()) await work(visitorOf(buyer, connection));
      };
      await Promise.all(helpers.map(helping));
    },
  };
  shop.admin = visitorOf(stage.admin, helpers[0]!);
  const visitors = Array.from({ length: concurrency }, (_, index) => visitorOf(buyers[index % buyers.length], dial()));
  return {
    shop,
    visitors,
    disband() {
      for (const connection of connections) connection.close();
    },
  };
}

async function untilTimeIsUp(scenario: Scenario, visitors: Visitor[], seconds: number, count: Count): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  const loop = async (visitor: Visitor) => {
    while (performance.now() < end) await visit(scenario, visitor, count);
  };
  await Promise.all(visitors.map(loop));
}

/** Until the timed parts fill the window; preparing may take at most four times as long. */
async function inRounds(scenario: Scenario, crew: Crew, window: Window, count: Count): Promise<void> {
  const deadline = performance.now() + window.seconds * 5_000;
  while (count.timedMs < window.seconds * 1_000 && performance.now() < deadline) {
    await scenario.prepare!(crew.shop);
    const waiting = [...crew.shop.buyers];
    await timed(window, count, async () => {
      const loop = async (visitor: Visitor) => {
        for (let buyer = waiting.pop(); buyer; buyer = waiting.pop()) {
          await visit(scenario, { ...visitor, buyer }, count);
        }
      };
      await Promise.all(crew.visitors.map(loop));
    });
    await scenario.check?.(crew.shop).catch((error) => complain(count, error));
  }
}

async function visit(scenario: Scenario, visitor: Visitor, count: Count): Promise<void> {
  const startedAt = performance.now();
  try {
    const counts = await scenario.visit(visitor);
    if (counts !== false) count.samplesMs.push(performance.now() - startedAt);
  } catch (error) {
    complain(count, error);
  }
}

function complain(count: Count, error: unknown): void {
  count.errors += 1;
  if (count.complaints.size < MAX_COMPLAINTS) count.complaints.add((error as Error).message);
}

/** Runs `work` and adds what it took of the clock and of the processors. */
async function timed({ watch }: Window, count: Count, work: () => Promise<void>): Promise<void> {
  const read = () => ({ shop: cpuMs(watch.shop), postgres: familyCpuMs(watch.postgres) });
  const before = read();
  const driver = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  count.timedMs += performance.now() - startedAt;
  const { user, system } = process.cpuUsage(driver);
  const after = read();
  count.cpuMs.driver += (user + system) / 1_000;
  for (const name of ['shop', 'postgres'] as const) {
    const [from, to] = [before[name], after[name]];
    if (from !== undefined && to !== undefined) count.cpuMs[name] = (count.cpuMs[name] ?? 0) + to - from;
  }
}

function summarise({ samplesMs, timedMs, cpuMs: spent, errors, complaints }: Count, tally: Tally): Measured {
  const sorted = Float64Array.from(samplesMs).sort();
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const percent = (ms: number | undefined) => (ms === undefined ? undefined : (100 * ms) / timedMs);
  return {
    operations: sorted.length,
    seconds: timedMs / 1_000,
    perSecond: timedMs === 0 ? 0 : (sorted.length * 1_000) / timedMs,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    errors,
    complaints: [...complaints],
    cpu: { shop: percent(spent.shop), postgres: percent(spent.postgres), driver: percent(spent.driver) ?? 0 },
    tally,
  };
}

/** So that equal errors of different ids are told once. */
const pattern = (path: string): string => path.replace(/\/\d+/g, '/:id').replace(/\?.*/, '');

function codeOf(text: string): string {
  try {
    const { code, detail } = JSON.parse(text);
    return `${code ?? ''} ${detail ?? ''}`.trim();
  } catch {
    return text.slice(0, 100);
  }
}
