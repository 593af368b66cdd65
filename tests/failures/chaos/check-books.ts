/** Holds the gateways' own books against the shop's: no money taken that it does not know, none given back twice or not at all. */
import type { Paid } from '#services/payment/src/simulator/desk.ts';

interface Row {
  id: number;
  status: string;
  captured: number;
  refunded: number;
}

export function differences(theirs: readonly Paid[], rows: readonly any[]): string[] {
  const ours = new Map(rows.map((row): [string, Row] => [row.reference, rowOf(row)]));
  const paid = new Set<number>();
  // Paid ones first: beside one there may stand a page that a call made which failed, and whose address nobody knows.
  const inTurn = theirs.toSorted((one, other) => Number(other.status === 'paid') - Number(one.status === 'paid'));
  return inTurn.flatMap(({ gateway, id, names, status, amountMinor, refundedMinor }) => {
    const payment = names.map((name) => ours.get(name)).find((one) => one !== undefined);
    const taken = status === 'paid' ? amountMinor : 0;
    // A second payment under the same name is known to nobody, and has to be given back whole.
    const known = payment && !paid.has(payment.id) ? payment : undefined;
    if (known && taken > 0) paid.add(known.id);
    const same = known ? known.captured === taken && known.refunded === refundedMinor : taken === refundedMinor;
    const facts = `${gateway} has ${id} as ${status}, ${taken} taken, ${refundedMinor} given back`;
    return same ? [] : [`${facts}; here it is ${JSON.stringify(payment ?? null)}`];
  });
}

const rowOf = (row: any): Row => ({
  id: Number(row.id),
  status: row.status,
  captured: Number(row.captured_minor),
  refunded: Number(row.refunded_minor),
});

export const OUR_PAYMENTS = `select id, reference, status, captured_minor, refunded_minor from haat_payment.payment where gateway <> 'sandbox'`;
