/** What was sent along with an order, in minor units. */
import type { ClaimRequest } from '#contracts/cart/schemas.ts';
import { moneyFrom } from '#contracts/common/money.ts';
import type { Expectations } from '../domain/expectations.ts';

export function expectationsOf(body: ClaimRequest, currency: string): Expectations {
  const minor = (text: string | undefined, field: string) =>
    text === undefined ? undefined : moneyFrom(text, currency, field);
  return {
    version: body.cartVersion,
    totalMinor: minor(body.expectedTotal, 'expectedTotal'),
    itemsMinor: minor(body.expectedItemsPrice, 'itemsPrice'),
    taxMinor: minor(body.expectedTaxPrice, 'taxPrice'),
    shippingMinor: minor(body.expectedShippingPrice, 'shippingPrice'),
    items: body.expectedItems?.map(({ unitPrice, ...item }, index) => ({
      ...item,
      unitPriceMinor: minor(unitPrice, `items.${index}.unitPrice`),
    })),
  };
}
