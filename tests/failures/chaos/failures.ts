/** One run: opens the shop, lets shoppers and faults loose on it, waits for it to recover, and checks everything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenInvariants } from '#apps/server/src/invariants.ts';
import { startTestRedis } from '#platform/testing/redis.ts';
import { differences, OUR_PAYMENTS } from './check-books.ts';
import { type Checked, checkHistory } from './check-history.ts';
import { openClient } from './client.ts';
import { carryOut } from './faults.ts';
import { emptyHistory, type History } from './history.ts';
import { openMariadbServer } from './mariadb-server.ts';
import { type FailureOptions, replayCommand } from './options.ts';
import { noteOutages, type Outages } from './outages.ts';
import { openOutside } from './outside.ts';
import { faultsOf, turnOf } from './plan.ts';
import { type Cast, playTurn } from './play-turn.ts';
import { openPostgresServer } from './postgres-server.ts';
import { openReconciler } from './reconciler.ts';
import { type Counts, count, emptyCounts, summary } from './report.ts';
import { setTheScene } from './scenery.ts';
import { findLeftovers, letGo, settle, settlePapers } from './settle.ts';
import { openShopProcesses } from './shop-processes.ts';
import { type Person, person } from './shopper.ts';
import { watchRun } from './watch.ts';

/** Answers what was violated. */
export async function failures(options: FailureOptions, say: (line: string) => void): Promise<string[]> {
  say(`seed ${options.seed}: ${replayCommand(options)}`);
  /** What was opened, to be closed in the other order, however far the run came. */
  const opened: Array<() => Promise<unknown>> = [];
  try {
    return await run(options, say, opened);
  } finally {
    for (const close of opened.reverse()) await close();
  }
}

async function run(
  options: FailureOptions,
  say: (line: string) => void,
  opened: Array<() => Promise<unknown>>,
): Promise<string[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-failures-'));
  opened.push(() => rm(dataDir, { recursive: true, force: true }));
  const history = emptyHistory();
  const counts = emptyCounts();
  const story: string[] = [];
  const began = performance.now();
  const tell = (what: string) => {
    const line = `${((performance.now() - began) / 1_000).toFixed(1)} s, checkout ${counts.turns}: ${what}`;
    story.push(line);
    if (options.verbose) say(line);
  };
  const server = await (options.database === 'mariadb' ? openMariadbServer() : openPostgresServer());
  opened.push(server.stop);
  const outside = await openOutside(options);
  opened.push(outside.close);
  const outages = noteOutages();
  const redis = options.redis ? await startTestRedis() : null;
  if (redis) opened.push(redis.stop);
  const shop = await openShopProcesses({
    options,
    server,
    redisUrl: redis?.url ?? null,
    outside,
    dataDir,
    onUp: (name) => outages.ended(name),
    onDeath(name, death, told) {
      outages.began(name);
      count(counts.deaths, death);
      if (death === 'crash point') count(counts.points, told.split('@')[0]!);
      if (death === 'by itself') history.violations.push(`the process ${name} ended by itself, ${told}`);
      tell(`${name} died: ${death} ${told}`);
      if (options.hurry && !options.apart) void letGo(server.query).catch(() => {});
    },
  });
  opened.push(shop.end);
  let progress = () => {};
  let present: () => string | null = () => null;
  let people: ReadonlyArray<readonly [string, Person]> = [];
  const client = openClient({
    originOf: shop.originOf,
    onSent: () => progress(),
    onFailure(what, { body }) {
      const said = shop.processes.flatMap((process) => process.said(String(body?.requestId)));
      tell(
        `${what} was answered 500 ${JSON.stringify(body)}: ${said.join('; ') || 'the log (--verbose) says nothing'}`,
      );
    },
  });
  opened.push(client.close);
  const watch = watchRun({
    server,
    processes: shop.processes,
    people: () => people,
    fault: () => present(),
    say,
  });
  opened.push(async () => watch.end());
  const scenery = await setTheScene(shop.originOf, options, history);
  const cast: Cast = {
    admin: person(client, scenery.admin),
    shoppers: scenery.shoppers.map((account) => person(client, account)),
    scenery,
    outside,
    history,
  };
  people = [['staff', cast.admin], ...cast.shoppers.map((one, index) => [`shopper ${index}`, one] as const)];
  shop.arm();
  tell('the shop is open');
  const faults = carryOut(faultsOf(options, shop.processes.length), {
    server,
    redis,
    processes: shop.processes,
    outages,
    onFault: (fault, struck) => {
      if (struck) count(counts.faults, fault.kind);
      tell(`fault ${fault.number}, ${fault.kind}${struck ? '' : ': was down already'}`);
    },
  });
  present = faults.present;
  const reconciler = openReconciler({
    options,
    environment: shop.environment,
    onDeath(death, told) {
      count(counts.deaths, death);
      if (death === 'crash point') count(counts.points, told.split('@')[0]!);
      tell(`reconciliation died: ${death} ${told}`);
    },
  });
  progress = () => {
    faults.progress(counts.turns, client.sent());
    outside.progress(counts.turns);
    reconciler.progress(counts.turns);
  };
  await shopUntilTheEnd(options, cast, counts, shop.whenUp, () => watch.moved('lets shoppers shop'));
  progress = () => {};
  watch.moved('waits for the last fault to be over');
  await Promise.all([faults.end(), reconciler.end()]);
  watch.moved('waits for all processes to be well');
  outside.clearUp();
  await shop.calm();
  tell('no more faults');
  watch.moved('waits for everything to settle');
  const checked = await check(options, cast, outages, server.query, () => {
    tell('all is settled');
    watch.moved('waits for mails and documents, and checks everything', 180_000);
  });
  history.violations.push(...checked.violations, ...(await reconciler.finish()));
  for (const [name, { fates }] of shop.lines) counts.lines.set(name, fates);
  counts.weathers = outside.weathers;
  report(history, counts, checked, client.tally);
  return history.violations;

  function report(seen: History, counted: Counts, checked: Checked, tally: ReadonlyMap<string, number>): void {
    if (seen.violations.length > 0 && !options.verbose) for (const line of story) say(line);
    for (const line of seen.violations) say(`VIOLATED: ${line}`);
    for (const line of summary(seen, counted, checked, tally)) say(line);
    if (seen.violations.length > 0) say(`again: ${replayCommand(options)}`);
  }
}

async function shopUntilTheEnd(
  options: FailureOptions,
  cast: Cast,
  counts: Counts,
  whenUp: () => Promise<void>,
  onTurn: () => void,
): Promise<void> {
  const deadline = options.minutes === null ? Number.POSITIVE_INFINITY : Date.now() + options.minutes * 60_000;
  await Promise.all(
    cast.shoppers.map(async (_, index) => {
      for (let number = index; number < options.orders && Date.now() < deadline; number += options.shoppers) {
        // Apart, some do not care that a part of the shop is away.
        if (!options.apart || number % 3 > 0) await whenUp();
        counts.turns += 1;
        await playTurn(cast, turnOf(options, number)).catch((error: unknown) => {
          cast.history.violations.push(`turn ${number}: ${(error as Error).message}`);
        });
        onTurn();
      }
    }),
  );
}

async function check(
  options: FailureOptions,
  { history, admin, outside }: Cast,
  outages: Outages,
  query: (text: string) => Promise<any[]>,
  onSettled: () => void,
): Promise<Checked> {
  const atGateways = async () => differences(outside.payments(), await query(OUR_PAYMENTS));
  const waiting = await settle(query, options.hurry, atGateways);
  onSettled();
  if (!options.hurry) waiting.push(...(await settlePapers(query)));
  const checked = await checkHistory(history, admin, outages, query);
  return {
    ...checked,
    violations: [
      ...waiting,
      ...(await brokenInvariants(query)),
      ...(await findLeftovers(query)),
      ...checked.violations,
    ],
  };
}
