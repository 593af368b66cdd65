/** A reckoned cart as the API shows it. */
import type { Cart, CartDiscount, CartItem, CartLineData } from '#contracts/cart/schemas.ts';
import { formatMoney, percentText } from '#contracts/common/money.ts';
import type { CartService } from '../base.ts';
import type { CodeEffect, NotApplying } from '../domain/discount.ts';
import { type Destination, placeOf } from '../domain/place.ts';
import type { Circumstances, Reckoned, ReckonedLine } from '../domain/reckon.ts';

export interface ShippedTo {
  shippingAddress?: Destination;
  shippingMethod?: string;
}

/** Without an address: an estimate for the shop's own country. */
export async function circumstances(
  cart: CartService,
  { shippingAddress, shippingMethod }: ShippedTo = {},
): Promise<Circumstances> {
  return {
    rules: await cart.rules.current(),
    place: placeOf(shippingAddress ?? { country: cart.config.ESTIMATE_COUNTRY }),
    shippingMethod,
    nowMs: Date.now(),
  };
}

const reasons: Record<NotApplying, string> = {
  off: 'This code is switched off.',
  not_begun: 'This code is not valid yet.',
  ended: 'This code has ended.',
  used_up: 'This code is used up.',
  not_for_guests: 'Sign in to use this code.',
  out_of_scope: 'Nothing in the cart is in the scope of this code.',
  below_minimum: 'The cart is below the minimum of this code.',
  nothing_left: 'Other codes take everything off already.',
};

export const reasonText = (reason: NotApplying): string => reasons[reason];

export function toCart({ cart, lines, priced }: Reckoned, currency: string): Cart {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    id: cart?.id ?? null,
    userId: cart?.userId ?? null,
    currency,
    items: lines.map((line) => toItem(line, money)),
    itemCount: lines.reduce((count, line) => count + line.quantity, 0),
    subtotal: money(priced.subtotalMinor),
    discountTotal: money(priced.discountMinor),
    taxTotal: money(priced.taxMinor),
    taxIncludedTotal: money(priced.taxIncludedMinor),
    shippingTotal: money(priced.shippingMinor),
    total: money(priced.totalMinor),
    discounts: priced.codes.map((effect) => toDiscount(effect, money)),
    shippingMethod: priced.shipping?.rule.code ?? null,
    shippingMethods: priced.offers.map(({ rule, priceMinor }) => ({
      code: rule.code,
      name: rule.name,
      price: money(priceMinor),
      minDays: rule.minDays,
      maxDays: rule.maxDays,
    })),
    version: cart?.version ?? 0,
    updatedAt: cart?.updatedAt.toISOString() ?? null,
  };
}

type Format = (minor: number) => string;

const toItem = ({ fact, priced, ...line }: ReckonedLine, money: Format): CartItem => ({
  id: line.id,
  productId: line.productId,
  variantId: line.variantId,
  variantTitle: fact?.variantTitle ?? null,
  title: fact?.title ?? line.title,
  sku: fact?.sku ?? null,
  image: fact?.image ?? null,
  sellerId: fact?.sellerId ?? line.sellerId,
  quantity: line.quantity,
  unitPrice: money(line.unitPriceMinor),
  addedPrice: money(line.addedMinor),
  priceChanged: line.unitPriceMinor !== line.addedMinor,
  discount: money(priced.discountMinor),
  tax: money(priced.taxMinor),
  taxPercent: percentText(priced.percent),
  taxIncluded: priced.included,
  lineTotal: money(priced.totalMinor),
  available: line.available,
});

const toDiscount = ({ code, amountMinor, reason }: CodeEffect, money: Format): CartDiscount => ({
  code: code.code,
  kind: code.kind,
  amount: money(amountMinor),
  reason: reason && reasonText(reason),
});

export function toLineData(line: ReckonedLine, cartId: number, currency: string): CartLineData {
  const price = formatMoney(line.unitPriceMinor, currency);
  return {
    id: line.id,
    productId: line.productId,
    variantId: line.variantId,
    quantity: line.quantity,
    cartId,
    title: line.fact?.title ?? line.title,
    unitPrice: price,
    price,
    subtotal: formatMoney(line.priced.totalMinor, currency),
  };
}
