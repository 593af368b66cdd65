/** Shoppers order and pay while services lose their connections at COMMIT: a repeat with the same key finds one order. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import type { Cut } from '#platform/testing/link.ts';
import { until } from '#platform/testing/until.ts';
import { address, newCategory, newProduct, readOrder, readProduct, unique } from '../steps.ts';
import { crowd } from './crowd.ts';

const BUYERS = 8;

let shop: TestShop;
let admin: TestUser;
let buyers: TestUser[];
let category: any;

before(async () => {
  shop = await openTestShop({ links: true });
  [admin, buyers] = await Promise.all([shop.admin(), crowd(shop, BUYERS)]);
  category = await newCategory(shop, admin);
});
after(() => shop.close());

/** As a client does that got no answer, or that it may come again: the same request with the same key. */
function atLast(path: string, { token }: TestUser, body: object): Promise<any> {
  const headers = { 'idempotency-key': unique('key') };
  return until(`POST ${path} is answered`, async () => {
    const answer = await shop.request('POST', path, { token, headers, body });
    assert.ok([201, 409, 503].includes(answer.status), `${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.status === 201 && answer.body;
  });
}

async function shopper(buyer: TestUser, productId: number): Promise<number> {
  await atLast('/cart/items', buyer, { productId, quantity: 1 });
  const placed = await atLast('/orders', buyer, { shippingAddress: address });
  const { url } = await atLast('/api/payment/initiate', buyer, { order_id: placed.id });
  // On the gateway's page one looks at what it says, and presses again.
  await until('it is approved', async () => {
    const answer = await shop.request('POST', new URL(url).pathname, { body: { action: 'approve' } });
    const isDone = answer.status === 303 || answer.body.code === 'payment.bad_transition';
    assert.ok(isDone || answer.status === 503, `${answer.status} ${JSON.stringify(answer.body)}`);
    return isDone;
  });
  await until('it is completed', async () => (await readOrder(shop, buyer, placed.id)).status === 'completed');
  return placed.id;
}

const outcomes = { lost: 'never arrives', unanswered: 'is done and never answered' } satisfies Partial<
  Record<Cut, string>
>;

for (const service of ['cart', 'product', 'order', 'payment']) {
  for (const [how, words] of Object.entries(outcomes) as [Cut, string][]) {
    test(`every third COMMIT of the ${service} service ${words}: each shopper has one paid order`, async () => {
      const lamp = await newProduct(shop, admin, { category: category.id, quantity: 100 });
      const stop = shop.link(service).cutEach(3, 'commit', how);
      const ids = await Promise.all(buyers.map((buyer) => shopper(buyer, lamp.id)));
      assert.ok(stop() > 0, 'nothing was cut');
      await shop.settled();
      assert.equal(new Set(ids).size, BUYERS);
      const [{ orders }] = (await shop.sql(
        `select count(distinct o.id)::int as orders from haat_order.orders o join haat_order.order_line l on l.order_id = o.id
         where l.product_id = $1 and o.status not in ('placing', 'rejected')`,
        [lamp.id],
      )) as [{ orders: number }];
      assert.equal(orders, BUYERS);
      assert.equal((await readProduct(shop, lamp.id)).quantity, 100 - BUYERS);
    });
  }
}
