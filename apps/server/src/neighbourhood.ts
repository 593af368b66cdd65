/** How this process hears of the others: through Redis where REDIS_URL names one, and otherwise not. */
import { type EventQueues, openEventQueues } from '#platform/events/queues.ts';
import type { Logger } from '#platform/log/log.ts';
import { type Neighbours, withoutNeighbours } from '#platform/neighbours/neighbours.ts';
import { openRedis, type RedisLink } from '#platform/neighbours/redis.ts';
import { redisNeighbours } from '#platform/neighbours/redis-neighbours.ts';
import type { Settings } from './config.ts';
import { allServices } from './services.ts';

export interface Neighbourhood {
  neighbours: Neighbours;
  link?: RedisLink;
  /** Where events leave this process. */
  queues?: EventQueues;
  close(): void;
}

export async function meetNeighbours(settings: Settings, self: string, log: Logger): Promise<Neighbourhood> {
  const { server, common, services } = settings;
  const whole = services.length === allServices.length;
  if (!server.REDIS_URL) {
    if (!whole) log.info('REDIS_URL is not set: what other processes do is seen here within a second or two');
    return { neighbours: withoutNeighbours(whole), close() {} };
  }
  const link = await openRedis({
    url: server.REDIS_URL,
    prefix: server.REDIS_PREFIX,
    caFile: server.REDIS_CA_FILE,
    log,
  });
  const neighbours = redisNeighbours({ link, self, log });
  const queues = whole
    ? undefined
    : await openEventQueues({ link, neighbours, self, secretKey: common.secretKey, log });
  return {
    neighbours,
    link,
    queues,
    close() {
      neighbours.close();
      link.close();
    },
  };
}
