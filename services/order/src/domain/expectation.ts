/** What a shopper sends along about the cart is never trusted: the cart is asked whether it is so. */
import type { ClaimRequest } from '#contracts/cart/schemas.ts';
import type { PlaceOrder } from '#contracts/order/schemas.ts';

/** Two spellings of one amount that differ from each other; the name of the second. */
export function disagreement({ expectedTotal, totalPrice }: PlaceOrder): string | null {
  const differ =
    expectedTotal !== undefined && totalPrice !== undefined && Number(expectedTotal) !== Number(totalPrice);
  return differ ? 'totalPrice' : null;
}

export const claimRequest = (intent: { id: number; userId: number }, body: PlaceOrder): ClaimRequest => ({
  orderId: intent.id,
  userId: intent.userId,
  cartVersion: body.cartVersion,
  expectedTotal: body.expectedTotal ?? body.totalPrice,
  expectedItems: body.items?.map(({ productId, variantId, quantity, unitPrice, price }) => ({
    productId,
    variantId,
    quantity,
    unitPrice: unitPrice ?? price,
  })),
  expectedItemsPrice: body.itemsPrice,
  expectedTaxPrice: body.taxPrice,
  expectedShippingPrice: body.shippingPrice,
  shippingAddress: body.shippingAddress,
  shippingMethod: body.shippingMethod,
  paymentMethod: body.paymentMethod,
});
