/**
 * `npm run bench`: opens a shop of its own, puts 10,000 products and some buyers into it, and measures each scenario at
 * each concurrency against a reference of the same run. See README.md for how to read the table.
 */

import { freePort } from '#platform/net/ports.ts';
import { type Arrangement, arrangements, comparedScenarios } from './arrangements.ts';
import { compare, type Instruments, type Row } from './compare.ts';
import { memoryMb, peakMemoryMb } from './cpu.ts';
import { type Driver, startDriver } from './driver.ts';
import { type Check, checkExactness, settle, takeStock, tidyUp } from './exactness.ts';
import { measure, VISITS_A_ROUND } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { startProcess } from './processes.ts';
import { attachProfiler, noProfiler, type Profiler } from './profiler.ts';
import { prepareTransaction } from './references/transaction.ts';
import { type Failure, headLine, machine, printEnd, type Report, rowLine, writeJson } from './report.ts';
import { checkout } from './scenarios/order.ts';
import { prepareShop, type Shop, type ShopHouse } from './server.ts';
import { refreshed, type Stage, setStage } from './stage.ts';

const START_LIMIT_MS = 2_000;
const IDLE_LIMIT_MB = 200;

const options = readOptions(process.argv.slice(2));
// A signal ends us through the exit hooks that take the child processes along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const report = await bench(options);
printEnd(report);
if (options.json) await writeJson(options.json, report);
process.exit(isGood(report) ? 0 : 1);

async function bench(chosen: Options): Promise<Report> {
  const startedAt = performance.now();
  await using cleanUps = new AsyncDisposableStack();
  const house = await prepareShop();
  cleanUps.defer(() => house.tearDown());
  const { stage, firstStart } = await stageOnce(
    house,
    chosen.products,
    Math.max(...chosen.concurrency) * VISITS_A_ROUND,
  );
  const bare = await startProcess(['bench/references/bare.ts']);
  cleanUps.defer(() => bare.stop());
  const driver = startDriver();
  cleanUps.defer(() => driver.close());
  const tools: Tools = { house, driver, bareOrigin: bare.origin, crowd: { stage } };

  const whole = await measureShop(chosen, tools);
  const compared: Report['arrangements'] = [];
  const exactness = [...whole.exactness];
  const failures = [...whole.failures];
  for (const arrangement of chosen.apart ? arrangements : []) {
    const measured = await measureShop(narrowed(chosen), tools, arrangement);
    compared.push({ name: arrangement.name, rows: measured.rows });
    exactness.push(...measured.exactness.map((check) => ({ ...check, name: `${arrangement.name}: ${check.name}` })));
    failures.push(...measured.failures.map((one) => ({ ...one, title: `${one.title}, ${arrangement.name}` })));
  }
  return {
    machine: machine(),
    products: chosen.products,
    secondsEach: chosen.seconds,
    transactionRunner: whole.transactionRunner,
    start: [firstStart, ...whole.start],
    rows: whole.rows,
    failures,
    exactness,
    arrangements: compared,
    tookSeconds: (performance.now() - startedAt) / 1_000,
  };
}

/** Of the arrangements what tells most. */
function narrowed(chosen: Options): Options {
  return {
    ...chosen,
    scenarios: chosen.scenarios.filter(({ key }) => comparedScenarios.includes(key)),
    concurrency: [Math.max(...chosen.concurrency)],
    profile: undefined,
  };
}

interface Tools {
  house: ShopHouse;
  driver: Driver;
  bareOrigin: string;
  /** Their tokens are renewed as time goes on, and a refresh token serves once. */
  crowd: { stage: Stage };
}

/** Opened for each arrangement, so that each begins with cold caches, and a start on a filled database is measured. */
async function measureShop(chosen: Options, { house, driver, bareOrigin, crowd }: Tools, as?: Arrangement) {
  await using cleanUps = new AsyncDisposableStack();
  const inspectorPort = chosen.profile ? await freePort() : undefined;
  const shop = await house.open({ inspectorPort, as });
  cleanUps.defer(() => shop.stop());
  const start = startChecks(shop);
  const profiler = inspectorPort ? await attachProfiler(inspectorPort, chosen.profile!) : noProfiler;
  cleanUps.defer(() => profiler.close());
  const transaction = await prepareTransaction(shop.databaseUrl, chosen.products);
  const instruments: Instruments = {
    driver,
    shop: { origin: shop.origin, watch: { shop: as ? undefined : shop.pid, postgres: shop.postmasterPid } },
    bareOrigin,
    transaction,
    settle: () => settle(shop.databaseUrl),
    tally: { orders: 0, units: 0 },
  };
  if (as) process.stdout.write(`\n${as.name}`);
  const measured = await measureAll(chosen, shop, crowd, instruments, profiler);
  const peakMb = peakMemoryMb(shop.pid);
  if (peakMb !== undefined) {
    const detail = `at most ${peakMb} MB, ${memoryMb(shop.pid)} MB at the end`;
    start.push({ name: 'memory under load', passed: true, detail });
  }
  return { start, transactionRunner: transaction.runner, ...measured };
}

/** Prints each row as soon as it is known. */
async function measureAll(
  chosen: Options,
  shop: Shop,
  crowd: Tools['crowd'],
  instruments: Instruments,
  profiler: Profiler,
) {
  const withFreshTokens = async () => {
    crowd.stage = await refreshed(shop.origin, crowd.stage);
    instruments.driver.takeStage(crowd.stage);
    return crowd.stage;
  };
  const atFirst = await takeStock(shop.origin, await withFreshTokens());
  const rows: Row[] = [];
  const failures: Failure[] = [];
  process.stdout.write(`\n${headLine()}\n`);
  for (const scenario of chosen.scenarios) {
    for (const concurrency of chosen.concurrency) {
      try {
        await withFreshTokens();
        const row = await profiler.during(`${scenario.key}-c${concurrency}`, () =>
          compare(scenario, concurrency, chosen.seconds, instruments),
        );
        rows.push(row);
        process.stdout.write(`${rowLine(row)}\n`);
      } catch (error) {
        const { title } = scenario;
        failures.push({ title, concurrency, message: (error as Error).message });
        process.stdout.write(`${title.padEnd(15)} ${String(concurrency).padStart(3)} ✗\n`);
      }
    }
  }
  const { databaseUrl, origin } = shop;
  const exactness = await checkExactness(origin, databaseUrl, await withFreshTokens(), atFirst, instruments.tally);
  return { rows, failures, exactness };
}

/** Fills the shop and closes it. */
async function stageOnce(
  house: ShopHouse,
  products: number,
  buyers: number,
): Promise<{ stage: Stage; firstStart: Check }> {
  const shop = await house.open();
  const firstStart = {
    name: 'first start, on an empty folder',
    passed: true,
    detail: `${(shop.startMs / 1_000).toFixed(1)} s: the database and its tables are made`,
  };
  try {
    const startedAt = performance.now();
    process.stdout.write(`${products} products and ${buyers} buyers …`);
    const stage = await setStage(shop.origin, house.admin, { products, buyers });
    // A shop that has sold before: PostgreSQL plans a statement by what the tables hold when it is first seen.
    await measure(checkout, stage, { origin: shop.origin, concurrency: 16, seconds: 3, watch: {} });
    await settle(shop.databaseUrl);
    await tidyUp(shop.databaseUrl);
    process.stdout.write(` in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s\n`);
    return { stage, firstStart };
  } finally {
    await shop.stop();
  }
}

function startChecks(shop: Shop): Check[] {
  const memory = memoryMb(shop.pid);
  return [
    {
      name: 'start on an existing database',
      passed: shop.startMs <= START_LIMIT_MS,
      detail: `${(shop.startMs / 1_000).toFixed(1)} s (target ≤ ${START_LIMIT_MS / 1_000})`,
    },
    ...(memory === undefined
      ? []
      : [
          {
            name: 'memory before the first request',
            passed: memory <= IDLE_LIMIT_MB,
            detail: `${memory} MB (target ≤ ${IDLE_LIMIT_MB})`,
          },
        ]),
  ];
}

/** Slowness is a figure, wrongness a failure. */
function isGood({ rows, arrangements: compared, failures, exactness }: Report): boolean {
  const all = [...rows, ...compared.flatMap((one) => one.rows)];
  return failures.length === 0 && all.every((row) => row.errors === 0) && exactness.every((check) => check.passed);
}
