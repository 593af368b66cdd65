/** What the integration service is given: no tables of its own, all peers. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { orderApi } from '#contracts/order/api.ts';
import type { paymentApi } from '#contracts/payment/api.ts';
import type { productApi } from '#contracts/product/api.ts';
import type { userApi } from '#contracts/user/api.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { IntegrationConfig } from './config.ts';

export type IntegrationService = ServiceBase<
  Record<never, never>,
  IntegrationConfig,
  {
    user: typeof userApi;
    product: typeof productApi;
    cart: typeof cartApi;
    order: typeof orderApi;
    payment: typeof paymentApi;
  }
>;
