/** Operation → what answers it. Most of it is one call to the owner of the thing. */
import type { integrationApi } from '#contracts/integration/api.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import type { IntegrationService } from './base.ts';
import { exportEverything } from './use-cases/export-everything.ts';
import { initiatePayment } from './use-cases/initiate-payment.ts';
import { placeAndPay } from './use-cases/place-and-pay.ts';

export function routes(integration: IntegrationService): Handlers<typeof integrationApi> {
  const { cart, order } = integration.peers;
  return {
    addToCart: (input, context) => cart.addToCart(input, context),
    updateCartItem: (input, context) => cart.updateCartItem(input, context),
    applyDiscount: (input, context) => cart.applyDiscount(input, context),
    placeOrder: (input, context) => order.placeOrder(input, context),
    placeAndPay: (input, context) => placeAndPay(integration, input, context),
    listOrders: (input, context) => order.listOrders(input, context),
    getOrder: (input, context) => order.getOrder(input, context),
    shipOrder: (input, context) => order.shipOrder(input, context),
    initiatePayment: (input, context) => initiatePayment(integration, input, context),
    exportEverything: (_input, context) => exportEverything(integration, context),
  };
}
