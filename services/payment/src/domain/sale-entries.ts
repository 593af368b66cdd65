/**
 * Where the money of a sale goes, and how it comes back. A seller has what was paid for his lines with its tax, and what the
 * shop gave away of his price, less commission; the shop has shipping, and the sales of the house without their tax.
 * What goes back is in proportion: shares of one part sum to the part, whatever the steps.
 */
import { ratioOf } from '#contracts/common/money.ts';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import { type Account, type Entry, type EntryKind, type Posting, sellerAccount } from './accounts.ts';
import type { Sale, SalePart } from './sale.ts';

interface Flow {
  what: EntryKind;
  debit: Account;
  credit: Account;
  amountMinor: number;
}

/** Of a part from the share `from` to the share `to`, both of `whole`. */
function flowsOf(part: SalePart, from: number, to: number): Flow[] {
  const share = (minor: number) => ratioOf(minor, to, part.whole) - ratioOf(minor, from, part.whole);
  const paid = part.paid_minor === 0 ? 0 : to - from;
  if (part.kind === 'shipping') return [{ what: 'shipping', debit: 'buyers', credit: 'shipping', amountMinor: paid }];
  const tax = part.paid_minor === 0 ? 0 : share(part.tax_minor);
  const house = part.seller_id === HOUSE_SELLER_ID;
  const seller = sellerAccount(part.seller_id);
  const own: Flow[] = [
    { what: 'sale', debit: 'buyers', credit: house ? 'sales' : seller, amountMinor: paid - tax },
    { what: 'tax', debit: 'buyers', credit: house ? 'tax' : seller, amountMinor: tax },
  ];
  if (house) return own;
  return [
    ...own,
    { what: 'discount', debit: 'discounts', credit: seller, amountMinor: share(part.house_discount_minor) },
    { what: 'commission', debit: seller, credit: 'commission', amountMinor: share(part.commission_minor) },
  ];
}

/** One entry for each pair of accounts and kind, in the order of the parts. */
function summed(flows: readonly Flow[], availableAt: (account: Account) => Date | null): Entry[] {
  const byPair = Map.groupBy(flows, ({ what, debit, credit }) => `${what} ${debit} ${credit}`);
  return [...byPair.values()].flatMap((same) => {
    const { what, debit, credit } = same[0]!;
    const amountMinor = same.reduce((sum, flow) => sum + flow.amountMinor, 0);
    if (amountMinor === 0) return [];
    const seller = [debit, credit].find((account) => account.startsWith('seller:'));
    return [{ what, debit, credit, amountMinor, availableAt: seller === undefined ? null : availableAt(seller) }];
  });
}

/** @param availableAt when sellers can be paid it out */
export const salePosting = (sale: Sale, parts: readonly SalePart[], availableAt: Date): Posting => ({
  cause: `sale:${sale.order_id}`,
  kind: 'sale',
  orderId: sale.order_id,
  paymentId: sale.payment_id,
  currency: sale.currency,
  at: sale.completed_at,
  entries: summed(
    parts.flatMap((part) => flowsOf(part, 0, part.whole)),
    () => availableAt,
  ),
});

/** A part of which more is given back: up to the share `to`. */
export interface GivenBack {
  part: SalePart;
  to: number;
}

const turned = (flow: Flow): Flow => ({ ...flow, debit: flow.credit, credit: flow.debit });

/**
 * What is given back, from those who had it. It lessens what a seller can be paid at once, or, where the sale itself still
 * waits, together with the sale.
 */
export function reversalPosting(
  sale: Sale,
  given: readonly GivenBack[],
  { cause, at, availableAt }: { cause: string; at: Date; availableAt: Date },
): Posting {
  const flows = given.flatMap(({ part, to }) => flowsOf(part, part.reversed, to));
  return {
    cause,
    kind: 'reversal',
    orderId: sale.order_id,
    paymentId: sale.payment_id,
    currency: sale.currency,
    at,
    entries: summed(flows.map(turned), () => (availableAt > at ? availableAt : at)),
  };
}
