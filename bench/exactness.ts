/** Speed that loses a unit or an order is none: after the run the shop's own figures must equal the driver's. */
import pg from 'pg';
import { brokenInvariants, invariants } from '#apps/server/src/invariants.ts';
import { until } from '#platform/testing/until.ts';
import { type Connection, connect } from './connection.ts';
import type { Tally } from './scenarios/scenario.ts';
import { ask, type Stage } from './stage.ts';

export interface Check {
  name: string;
  passed: boolean;
  detail: string;
}

/** What can still be sold, over all products. */
async function unitsInStock(origin: string, stage: Stage): Promise<number> {
  let units = 0;
  await eachItem(origin, '/products', stage.admin.token, ({ quantity }) => {
    units += quantity;
  });
  return units;
}

async function ordersOf(origin: string, stage: Stage): Promise<number> {
  let orders = 0;
  await eachItem(origin, '/orders', stage.admin.token, () => {
    orders += 1;
  });
  return orders;
}

/** What the shop says of itself: what can be sold, and its orders. */
export async function takeStock(origin: string, stage: Stage): Promise<Tally> {
  return { units: await unitsInStock(origin, stage), orders: await ordersOf(origin, stage) };
}

export function checkExactness(
  origin: string,
  databaseUrl: string,
  stage: Stage,
  atFirst: Tally,
  tally: Tally,
): Promise<Check[]> {
  return Promise.all([
    check('orders', async () => {
      const orders = (await ordersOf(origin, stage)) - atFirst.orders;
      return [orders === tally.orders, `${orders} stand, ${tally.orders} were answered 201`];
    }),
    check('stock', async () => {
      const sold = atFirst.units - (await unitsInStock(origin, stage));
      return [sold === tally.units, `${sold} units are gone, ${tally.units} were ordered`];
    }),
    check('invariants', async () => {
      const broken = await withClient(databaseUrl, (query) => brokenInvariants(query));
      return [broken.length === 0, broken.join('; ') || `${invariants.length} checked, all hold`];
    }),
  ]);
}

async function check(name: string, look: () => Promise<[passed: boolean, detail: string]>): Promise<Check> {
  try {
    const [passed, detail] = await look();
    return { name, passed, detail };
  } catch (error) {
    return { name, passed: false, detail: (error as Error).message };
  }
}

/** Seconds until no event and no due job waits: work that was put off is work too. */
export async function settle(databaseUrl: string, limitMs = 60_000): Promise<number> {
  const startedAt = performance.now();
  await withClient(databaseUrl, async (query) => {
    const schemas = (await query("select schemaname as name from pg_tables where tablename = 'delivery'")) as Named[];
    const waiting = schemas.flatMap(({ name }) => [
      `(select count(*) from ${name}.delivery where status = 'ready')`,
      `(select count(*) from ${name}.job where status = 'ready' and run_at < now() and attempts < 3)`,
    ]);
    await until(
      'events and jobs to settle',
      async () => {
        const [row] = (await query(`select ${waiting.join(' + ')} as count`)) as { count: string }[];
        return Number(row!.count) === 0;
      },
      limitMs,
    );
  });
  return (performance.now() - startedAt) / 1_000;
}

/** What autovacuum would do within a minute or so; whether it has come by is not what is compared. */
export const tidyUp = (databaseUrl: string): Promise<unknown> =>
  withClient(databaseUrl, (query) => query('vacuum (analyze)'));

interface Named {
  name: string;
}

async function eachItem(origin: string, path: string, token: string, visit: (item: any) => void): Promise<void> {
  const connection = connect(origin);
  try {
    for (let cursor: string | null = ''; cursor !== null; cursor = await page(connection, cursor)) {}
  } finally {
    connection.close();
  }

  async function page(from: Connection, cursor: string): Promise<string | null> {
    const place = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { items, nextCursor } = (
      await ask(from, 200, { method: 'GET', path: `${path}?limit=100${place}`, token })
    ).json();
    for (const item of items) visit(item);
    return nextCursor;
  }
}

async function withClient<T>(url: string, work: (query: (text: string) => Promise<unknown[]>) => Promise<T>) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (text) => (await client.query(text)).rows);
  } finally {
    await client.end();
  }
}
