/** A claimed cart as the order service gets it: all in minor units, with what the order has to remember. */

import type { ClaimedCart, ClaimedLine } from '#contracts/cart/schemas.ts';
import { percentText } from '#contracts/common/money.ts';
import type { Reckoned, ReckonedLine } from '../domain/reckon.ts';

export function toClaimedCart({ cart, lines, priced }: Reckoned, currency: string): ClaimedCart {
  return {
    cartId: cart!.id,
    version: cart!.version,
    currency,
    lines: lines.map(toLine),
    discounts: priced.codes
      .filter((effect) => effect.amountMinor > 0)
      .map(({ code, amountMinor }) => ({
        discountId: code.discountId,
        code: code.code,
        kind: code.kind,
        amountMinor,
      })),
    subtotalMinor: priced.subtotalMinor,
    discountMinor: priced.discountMinor,
    taxMinor: priced.taxMinor,
    taxIncludedMinor: priced.taxIncludedMinor,
    shippingMinor: priced.shippingMinor,
    totalMinor: priced.totalMinor,
    shippingMethod: priced.shipping && {
      code: priced.shipping.rule.code,
      name: priced.shipping.rule.name,
      minDays: priced.shipping.rule.minDays,
      maxDays: priced.shipping.rule.maxDays,
    },
  };
}

/** Every line is in the catalogue: one that is not was refused as out of stock. */
function toLine({ fact, priced, ...line }: ReckonedLine): ClaimedLine {
  return {
    cartItemId: line.id,
    productId: line.productId,
    variantId: line.variantId,
    variantTitle: fact!.variantTitle,
    title: fact!.title,
    sku: fact!.sku,
    image: fact!.image,
    sellerId: fact!.sellerId,
    categoryId: fact!.categoryId,
    categoryPath: fact!.categoryPath,
    hsn: fact!.hsn,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    discountMinor: priced.discountMinor,
    houseDiscountMinor: priced.houseDiscountMinor,
    taxMinor: priced.taxMinor,
    taxPercent: percentText(priced.percent),
    taxIncluded: priced.included,
    lineTotalMinor: priced.totalMinor,
  };
}
