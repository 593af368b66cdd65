/** The order service. */
import { orderApi } from '#contracts/order/api.ts';
import { orderErrors } from '#contracts/order/errors.ts';
import { orderEvents } from '#contracts/order/events.ts';
import { defineService } from '#platform/service/manifest.ts';
import { migrations } from '../migrations/index.ts';
import type { OrderBase, OrderService } from './base.ts';
import { orderConfig } from './config.ts';
import { listensTo, orderHandlers } from './handlers.ts';
import { orderJobs, orderSchedules } from './jobs.ts';
import { createLiveOrders } from './live/live-orders.ts';
import { orderRoutes } from './routes.ts';
import { keepCommissionRules } from './store/commission-rules.ts';
import { comeAlive, recoverOrders, takeLeave } from './use-cases/recover-orders.ts';
import { openWriters } from './use-cases/writers.ts';

export const orderService = defineService({
  name: 'order',
  about: 'Orders: placing, following, shipping, cancelling and returning them.',
  api: orderApi,
  errors: orderErrors,
  events: orderEvents,
  calls: ['cart', 'product'],
  listensTo,
  config: orderConfig,
  migrations,
  async start(base: OrderBase) {
    const service: Omit<OrderService, 'writers'> = {
      ...base,
      commissions: keepCommissionRules(base),
      underway: new Set(),
      live: createLiveOrders(base),
    };
    const order: OrderService = Object.assign(service, { writers: openWriters(service as OrderService) });
    await comeAlive(order);
    // What the last process left behind, before the first request comes.
    await recoverOrders(order);
    return {
      routes: orderRoutes(order),
      handlers: orderHandlers(order),
      jobs: orderJobs(order),
      schedules: orderSchedules(order),
      async stop() {
        order.live.close();
        await takeLeave(order);
      },
    };
  },
});
