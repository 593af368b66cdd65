/** The road of an order where the processes share a Redis. */
import { after, before } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import { walkTheRoad } from '../journeys/road.ts';

needed('redis-server', redisIsInstalled(), () => {
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis();
  });
  after(() => redis.stop());

  walkTheRoad('six processes over Redis', () => openTestShop({ apart: true, redisUrl: redis.url }));
});
