/** Every service of the shop. */

import type { ServiceManifest } from '#platform/service/manifest.ts';
import { cartService } from '#services/cart/src/service.ts';
import { integrationService } from '#services/integration/src/service.ts';
import { orderService } from '#services/order/src/service.ts';
import { paymentService } from '#services/payment/src/service.ts';
import { productService } from '#services/product/src/service.ts';
import { userService } from '#services/user/src/service.ts';

export const allServices: readonly ServiceManifest[] = [
  userService,
  productService,
  cartService,
  orderService,
  paymentService,
  integrationService,
];

/** Who listens to an event, by what the manifests say. */
export const subscribersOf = (type: string): string[] =>
  allServices.filter((service) => service.listensTo.includes(type)).map((service) => service.name);
