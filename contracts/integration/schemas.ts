/** What the integration service takes and gives beyond what the owners of things do. */
import Type, { type Static } from 'typebox';
import { Time, text } from '#platform/contract/schema.ts';
import { Cart } from '../cart/schemas.ts';
import { Address } from '../common/address.ts';
import { note } from '../common/fields.ts';
import { Order, PlaceOrder } from '../order/schemas.ts';
import { InitiatePayment, Payment, PaymentStart } from '../payment/schemas.ts';
import { AccountExport } from '../user/schemas.ts';

export const PlaceAndPay = Type.Object({
  ...PlaceOrder.properties,
  /** Names the gateway of the payment that is opened; without it the shop’s first. */
  gateway: Type.Optional(Type.String({ maxLength: 30, pattern: '^[A-Za-z]+$' })),
});
export type PlaceAndPay = Static<typeof PlaceAndPay>;

/** `payment` is missing for cash on delivery, and when the gateway does not answer: the order stands all the same. */
export const Placed = Type.Object({ message: Type.String(), order: Order, payment: Type.Optional(PaymentStart) });
export type Placed = Static<typeof Placed>;

/** Without `orderId` and without a pending order the cart is placed first, which needs the address. */
export const InitiateAnyPayment = Type.Object({
  ...InitiatePayment.properties,
  shippingAddress: Type.Optional(Address),
  billingAddress: Type.Optional(Address),
  shippingMethod: Type.Optional(text(50)),
  notes: Type.Optional(note(2_000)),
});
export type InitiateAnyPayment = Static<typeof InitiateAnyPayment>;

export const WholeExport = Type.Object({
  exportedAt: Time,
  account: AccountExport,
  cart: Cart,
  orders: Type.Array(Order),
  payments: Type.Array(Payment),
});
export type WholeExport = Static<typeof WholeExport>;
