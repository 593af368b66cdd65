/** What every use case of the order service is given. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { productApi } from '#contracts/product/api.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import type { Kept } from '#platform/neighbours/kept.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { OrderConfig } from './config.ts';
import type { CommissionRule } from './domain/commission.ts';
import type { LiveOrders } from './live/live-orders.ts';
import type { OrderTables } from './store/tables.ts';
import type { Writers } from './use-cases/writers.ts';

export type OrderBase = ServiceBase<
  OrderTables & PlatformTables,
  OrderConfig,
  { cart: typeof cartApi; product: typeof productApi }
>;

export interface OrderService extends OrderBase {
  /** The hot steps of a placement, many orders in one transaction. */
  writers: Writers;
  /** For each placement. */
  commissions: Kept<readonly CommissionRule[]>;
  /** Numbers of the orders that requests in this process are placing right now: all other intents of ours are dead. */
  underway: Set<string>;
  /** The open event streams. */
  live: LiveOrders;
}
