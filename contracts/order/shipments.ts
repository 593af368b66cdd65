/** Routes of those who fulfil: moving an order, shipping it, delivering it. */
import type { Api } from '#platform/contract/route.ts';
import { IdParams } from '#platform/contract/schema.ts';
import { needs } from '../common/permissions.ts';
import {
  AssignShipment,
  ChangeShipment,
  Order,
  SetOrderStatus,
  Shipment,
  ShipmentPage,
  ShipmentQuery,
  ShipOrder,
} from './schemas.ts';

const fulfilling = needs('orders.manage', 'orders.fulfil', 'shipments.deliver');
const seeing = needs('orders.manage', 'orders.fulfil', 'shipments.deliver', 'orders.read_all');

export const shipmentsApi = {
  setOrderStatus: {
    method: 'PUT',
    path: '/orders/:id/status',
    access: fulfilling,
    tag: 'Fulfilment',
    summary: 'Move an order to its next step',
    description:
      'A seller moves the shipment of their own lines, a partner the one given to them; ' +
      'an admin who names no shipment moves all.',
    params: IdParams,
    body: SetOrderStatus,
    reply: Order,
    errors: ['order.not_found', 'order.bad_transition', 'order.not_cancellable', 'shipment.not_found'],
    sensitive: true,
    example: { status: 'processing' },
  },
  shipOrder: {
    method: 'PUT',
    path: '/orders/:id/ship',
    access: fulfilling,
    tag: 'Fulfilment',
    summary: 'Ship an order, or one’s own part of it',
    description: 'From unfulfilled or processing of a paid or cash-on-delivery order; sets `shippedAt`.',
    params: IdParams,
    body: ShipOrder,
    reply: Order,
    errors: ['order.not_found', 'order.bad_transition', 'shipment.not_found'],
    example: { carrier: 'India Post', trackingNumber: 'EE123456789IN', estimatedDelivery: '2026-12-01' },
  },
  listShipments: {
    method: 'GET',
    path: '/shipments',
    access: seeing,
    tag: 'Fulfilment',
    summary: 'List shipments: a seller’s or partner’s own, or all',
    query: ShipmentQuery,
    reply: ShipmentPage,
  },
  getShipment: {
    method: 'GET',
    path: '/shipments/:id',
    access: seeing,
    tag: 'Fulfilment',
    summary: 'Read a shipment',
    params: IdParams,
    reply: Shipment,
    errors: ['shipment.not_found'],
  },
  updateShipment: {
    method: 'PUT',
    path: '/shipments/:id',
    access: fulfilling,
    tag: 'Fulfilment',
    summary: 'Move a shipment, or say carrier and tracking number',
    description: 'A delivered cash-on-delivery shipment counts as paid.',
    params: IdParams,
    body: ChangeShipment,
    reply: Shipment,
    errors: ['shipment.not_found', 'order.bad_transition'],
    sensitive: true,
    example: { status: 'out_for_delivery' },
  },
  assignShipment: {
    method: 'POST',
    path: '/shipments/:id/assign',
    access: needs('orders.manage', 'orders.fulfil'),
    tag: 'Fulfilment',
    summary: 'Give a shipment to a delivery partner, or to nobody',
    params: IdParams,
    body: AssignShipment,
    reply: Shipment,
    errors: ['shipment.not_found', 'shipment.assignee_invalid', 'order.bad_transition'],
    example: { userId: 4 },
  },
} as const satisfies Api;
