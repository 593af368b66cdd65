/** Redis is emptied, killed, stopped and missing under a shop of six processes: nothing is lost, and the shop goes on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import {
  decide,
  newCategory,
  newProduct,
  openPayment,
  order,
  orderOnce,
  pay,
  readOrder,
  readProduct,
} from '../steps.ts';

needed('redis-server', redisIsInstalled(), () => {
  const STOCK = 500;
  let redis: TestRedis;
  let shop: TestShop;
  let buyers: TestUser[];
  let late: TestUser;
  let product: any;
  let sold = 0;

  before(async () => {
    redis = await startTestRedis({ running: false });
    shop = await openTestShop({ apart: true, redisUrl: redis.url });
    const admin = await shop.admin();
    const category = await newCategory(shop, admin);
    product = await newProduct(shop, admin, { category: category.id, quantity: STOCK });
    late = await shop.signUp();
    buyers = await Promise.all(Array.from({ length: 4 }, () => shop.signUp()));
  });
  // The closing check of the books is half of each test.
  after(async () => {
    await shop.close();
    await redis.stop();
  });

  const buy = async (buyer: TestUser): Promise<void> => {
    const placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
    await pay(shop, buyer, placed.id);
    sold += 1;
  };
  /** Each buyer orders and pays while `disturb` happens. */
  const buyWhile = async (disturb: () => Promise<void>): Promise<void> => {
    const buying = buyers.map(async (buyer) => {
      for (let turn = 0; turn < 3; turn += 1) await buy(buyer);
    });
    await Promise.all([...buying, disturb()]);
    await shop.settled();
    assert.equal((await readProduct(shop, product.id)).quantity, STOCK - sold);
  };
  /** Events that other processes have taken, by the road they took. */
  const sentBy = async (way: string): Promise<number> => {
    const counts = shop.parts.map(async ({ app }) => {
      const { body } = await app.inject({ url: '/metrics' });
      const lines = body
        .split('\n')
        .filter((line) => line.startsWith('haat_events_sent_total') && line.includes(`way="${way}"`));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };

  test('with a Redis that was never there, events go past it', async () => {
    await buyWhile(async () => {});
    assert.equal(await sentBy('queue'), 0);
    assert.ok((await sentBy('http')) > 0);
  });

  test('as soon as it is there, they go through it', async () => {
    await redis.start();
    await buyWhile(async () => {});
    assert.ok((await sentBy('queue')) > 0);
  });

  test('emptied in the middle, it loses nothing', async () => {
    await buyWhile(async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        await redis.flush();
        await buy(late);
      }
    });
  });

  test('killed in the middle and started again, it loses nothing', async () => {
    await buyWhile(async () => {
      await redis.kill();
      await buy(late);
      await redis.start();
    });
  });

  test('an order that was paid while Redis stood still is completed', async () => {
    const [buyer] = buyers as [TestUser];
    const placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
    const payment = await openPayment(shop, buyer, placed.id);
    redis.freeze();
    try {
      await decide(shop, payment, 'approve');
      await orderOnce(shop, buyer, placed.id, 'completed', ({ status }) => status === 'completed');
    } finally {
      redis.resume();
    }
    sold += 1;
    assert.equal((await readOrder(shop, buyer, placed.id)).paymentStatus, 'success');
  });
});
