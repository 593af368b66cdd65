/**
 * One row of the table: a scenario measured in windows, with its reference before, between and after them, so that
 * whatever else the machine does meanwhile concerns both.
 */
import type { Driver } from './driver.ts';
import type { Measured, Window } from './measure.ts';
import type { TransactionReference } from './references/transaction.ts';
import { bare } from './scenarios/bare.ts';
import type { Scenario, Tally } from './scenarios/scenario.ts';

export interface Row {
  key: string;
  title: string;
  concurrency: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  errors: number;
  complaints: string[];
  cpu: Measured['cpu'];
  /** How long events and jobs went on when the load had ended. */
  settleSeconds?: number;
  reference: Scenario['reference'];
  referencePerSecond: number;
  ratio: number;
  target?: number;
}

export interface Instruments {
  driver: Driver;
  shop: Omit<Window, 'concurrency' | 'seconds'>;
  bareOrigin: string;
  transaction: TransactionReference;
  settle(): Promise<number>;
  tally: Tally;
}

const WINDOWS = 3;
const BARE_SECONDS = 0.7;
const TRANSACTION_SECONDS = 2;

export async function compare(
  scenario: Scenario,
  concurrency: number,
  seconds: number,
  instruments: Instruments,
): Promise<Row> {
  const { driver, shop, tally } = instruments;
  const visit = async (windowSeconds: number) => {
    const measured = await driver.measure(scenario.key, { ...shop, concurrency, seconds: windowSeconds });
    tally.orders += measured.tally.orders;
    tally.units += measured.tally.units;
    return measured;
  };
  const refer = () => referenceRate(scenario, concurrency, instruments);

  const warmUp = await visit(Math.min(1, seconds / WINDOWS));
  let settleSeconds = await instruments.settle();
  const references = [await refer()];
  const windows: Measured[] = [];
  for (let index = 0; index < WINDOWS; index += 1) {
    windows.push(await visit(seconds / WINDOWS));
    settleSeconds = await instruments.settle();
    references.push(await refer());
  }
  const around = windows.map((_, index) => (references[index]! + references[index + 1]!) / 2);
  return {
    key: scenario.key,
    title: scenario.title,
    concurrency,
    perSecond: median(windows.map((window) => window.perSecond)),
    p50Ms: median(windows.map((window) => window.p50Ms)),
    p99Ms: median(windows.map((window) => window.p99Ms)),
    errors: sum([warmUp, ...windows].map((window) => window.errors)),
    complaints: [...new Set([warmUp, ...windows].flatMap((window) => window.complaints))],
    cpu: {
      shop: medianOfKnown(windows.map((window) => window.cpu.shop)),
      postgres: medianOfKnown(windows.map((window) => window.cpu.postgres)),
      driver: median(windows.map((window) => window.cpu.driver)),
    },
    settleSeconds,
    reference: scenario.reference,
    referencePerSecond: median(references),
    ratio: median(windows.map((window, index) => window.perSecond / around[index]!)),
    target: scenario.target,
  };
}

async function referenceRate(scenario: Scenario, concurrency: number, instruments: Instruments): Promise<number> {
  if (scenario.reference === 'transaction') {
    return (await instruments.transaction.measure(concurrency, TRANSACTION_SECONDS)).perSecond;
  }
  const window = { origin: instruments.bareOrigin, watch: {}, concurrency, seconds: BARE_SECONDS };
  return (await instruments.driver.measure(bare.key, window)).perSecond;
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function medianOfKnown(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}
