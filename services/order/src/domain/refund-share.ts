/** What was paid for some of a line's units: shares of one line sum to what was paid for it, whatever the steps. */
import { ratioOf } from '#contracts/common/money.ts';

interface PaidLine {
  quantity: number;
  line_total_minor: number;
  discount_minor: number;
  tax_minor: number;
  tax_included: boolean;
}

export const paidFor = (line: PaidLine): number =>
  line.line_total_minor - line.discount_minor + (line.tax_included ? 0 : line.tax_minor);

/** For `quantity` more units when `returned` came back before. */
export function refundShare(line: PaidLine, returned: number, quantity: number): number {
  const paid = paidFor(line);
  return ratioOf(paid, returned + quantity, line.quantity) - ratioOf(paid, returned, line.quantity);
}
