/** Which use case answers which operation. */
import type { orderApi } from '#contracts/order/api.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import type { OrderService } from './base.ts';
import { cancelOrder } from './use-cases/cancel-order.ts';
import {
  changeCommissionRule,
  createCommissionRule,
  getCommissionRule,
  listCommissionRules,
  removeCommissionRule,
} from './use-cases/commission-rules.ts';
import { completions } from './use-cases/completions.ts';
import { debugAuth } from './use-cases/debug-auth.ts';
import { followOrder } from './use-cases/follow-order.ts';
import { addOrderNote, listOrderNotes } from './use-cases/notes.ts';
import { latestPayable, payable, paymentStarted } from './use-cases/payables.ts';
import { placeOrder } from './use-cases/place-order.ts';
import { getOrder, listOrders, trackOrder } from './use-cases/read-orders.ts';
import { returnOrder } from './use-cases/return-items.ts';
import { setOrderStatus, shipOrder } from './use-cases/set-order-status.ts';
import { assignShipment, getShipment, listShipments, updateShipment } from './use-cases/shipments.ts';

export const orderRoutes = (service: OrderService): Handlers<typeof orderApi> => ({
  placeOrder: (input, context) => placeOrder(service, input, context),
  listOrders: (input, context) => listOrders(service, input, context),
  getOrder: (input, context) => getOrder(service, input, context),
  trackOrder: (input, context) => trackOrder(service, input, context),
  followOrder: (input, context, http) => followOrder(service, input, context, http),
  cancelOrder: (input, context) => cancelOrder(service, input, context),
  returnOrder: (input, context) => returnOrder(service, input, context),
  listOrderNotes: (input, context) => listOrderNotes(service, input, context),
  addOrderNote: (input, context) => addOrderNote(service, input, context),
  debugAuth: (_input, context) => debugAuth(service, context),
  setOrderStatus: (input, context) => setOrderStatus(service, input, context),
  shipOrder: (input, context) => shipOrder(service, input, context),
  listShipments: (input, context) => listShipments(service, input, context),
  getShipment: (input, context) => getShipment(service, input, context),
  updateShipment: (input, context) => updateShipment(service, input, context),
  assignShipment: (input, context) => assignShipment(service, input, context),
  listCommissionRules: (input) => listCommissionRules(service, input),
  createCommissionRule: (input, context) => createCommissionRule(service, input, context),
  getCommissionRule: (input) => getCommissionRule(service, input),
  updateCommissionRule: (input, context) => changeCommissionRule(service, input, context),
  deleteCommissionRule: async (input, context) => {
    await removeCommissionRule(service, input, context);
    return undefined;
  },
  payable: (input) => payable(service, input),
  latestPayable: (input) => latestPayable(service, input),
  completions: (input) => completions(service, input),
  paymentStarted: (input) => paymentStarted(service, input),
});
