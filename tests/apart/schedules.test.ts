/** Two replicas of each service do their scheduled work at the same moment: it has its effect once, and neither stumbles over the other. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allServices } from '#apps/server/src/services.ts';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import type { Schedule } from '#platform/service/manifest.ts';
import { newCategory, newProduct, openPayment, order, readProduct } from '../steps.ts';

const MANY = 6;
const STOCK = 100;
let shop: TestShop;
let product: any;

before(async () => {
  shop = await openTestShop({ apart: true, replicas: 2 });
  const admin = await shop.admin();
  product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id, quantity: STOCK });
});
after(() => shop?.close());

/** Ids of fresh orders that are not paid; `tried`: a payment was opened for each. */
async function unpaid({ tried }: { tried: boolean }): Promise<number[]> {
  const placed = Array.from({ length: MANY }, async () => {
    const buyer = await shop.signUp();
    const { id } = await order(shop, buyer, { productId: product.id, quantity: 1 });
    if (tried) await openPayment(shop, buyer, id);
    return id as number;
  });
  return (await Promise.all(placed)).toSorted((a, b) => a - b);
}

/** Intents of a process that is gone. */
async function abandoned(): Promise<number[]> {
  const rows = await shop.sql<{ id: string }>(
    `insert into haat_order.orders (number, user_id, user_name, user_email, fingerprint, instance_id, shipping_address)
     select 'HT-GONE-' || n, 1, '', '', '', 'gone', '{}' from generate_series(1, ${MANY}) n returning id`,
  );
  return rows.map(({ id }) => Number(id));
}

async function eventsOf(type: string): Promise<number[]> {
  const rows = await shop.sql(`select entity_id from haat_order.outbox where type = $1 order by entity_id`, [type]);
  return rows.map(({ entity_id }) => Number(entity_id));
}

const all = (ids: readonly number[]) => shop.sql(`select id from haat_order.orders where id in (${ids.join(', ')})`);

test('what was due is done once: orders ended, payments asked about, money compared, the dead buried', async () => {
  const [idle, tried, asked] = [
    await unpaid({ tried: false }),
    await unpaid({ tried: true }),
    await unpaid({ tried: true }),
  ];
  await shop.settled();
  const schedules: Array<Schedule & { stop?: () => Promise<void> }> = [];
  for (const part of shop.parts) {
    for (const [name, base] of part.bases) {
      const service = await allServices.find((one) => one.name === name)!.start(base);
      schedules.push(...(service.schedules ?? []).map((schedule) => ({ ...schedule, stop: service.stop })));
    }
  }
  const lost = await abandoned();
  await shop.sql(`update haat_order.orders set expires_at = now() where id in (${[...idle, ...tried].join(', ')})`);
  await shop.sql(`update haat_payment.payment set next_poll_at = now() where order_id in (${asked.join(', ')})`);
  await shop.sql(`update haat_payment.payable set state = 'closing', updated_at = now() - interval '1 hour'
    where order_id in (${tried.join(', ')})`);

  const failed: string[] = [];
  for (let round = 1; round <= 3; round += 1) {
    await Promise.all(schedules.map(({ name, run }) => run().catch((error) => failed.push(`${name}: ${error}`))));
  }
  assert.deepEqual(failed, []);

  assert.equal((await all(lost)).length, MANY);
  assert.deepEqual(await eventsOf('order.rejected'), lost);
  assert.deepEqual(await eventsOf('order.expiry_due'), tried);
  const polls = await shop.sql(`select polls from haat_payment.payment where order_id in (${asked.join(', ')})`);
  assert.deepEqual(
    polls.map((row) => row.polls),
    asked.map(() => 1),
  );
  const jobs = await shop.sql(`select kind, count(*) as n from haat_payment.job
    where "key" like 'sweep:%' or kind = 'payment.reconcile' group by kind order by kind`);
  assert.deepEqual(
    jobs.map(({ kind, n }) => [kind, Number(n)]),
    [
      ['payment.close', MANY],
      ['payment.reconcile', 1],
    ],
  );

  for (const stop of new Set(schedules.map((schedule) => schedule.stop))) await stop?.();
  await shop.settled();
  assert.deepEqual(
    (await eventsOf('order.cancelled')).toSorted((a, b) => a - b),
    [...idle, ...tried],
  );
  assert.equal((await readProduct(shop, product.id)).quantity, STOCK - MANY);
});
