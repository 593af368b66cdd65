/** How much of which part of a sale is given back. */
import { shareOut } from '#contracts/common/money.ts';
import type { SalePart } from './sale.ts';
import type { GivenBack } from './sale-entries.ts';

/** What of its price can still be given back. */
const roomOf = (part: SalePart): number => (part.paid_minor === 0 ? 0 : part.whole - part.reversed);

/** All that is left, also of what cost nothing. */
export const allLeft = (parts: readonly SalePart[]): GivenBack[] =>
  parts.filter((part) => part.reversed < part.whole).map((part) => ({ part, to: part.whole }));

export interface ReturnedUnits {
  lineId: number;
  quantity: number;
  amountMinor: number;
}

/** Lines that came back, each with what is given for it. */
export function returned(parts: readonly SalePart[], units: readonly ReturnedUnits[]): GivenBack[] {
  const byLine = new Map(units.map((unit) => [unit.lineId, unit]));
  const unitOf = (part: SalePart) => (part.line_id === null ? undefined : byLine.get(part.line_id));
  const first = parts.map((part) => Math.min(unitOf(part)?.amountMinor ?? 0, roomOf(part)));
  const amount = units.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const more = spread(parts, first, amount);
  return parts.flatMap((part, index) => {
    const free = part.paid_minor === 0 ? (unitOf(part)?.quantity ?? 0) : 0;
    const by = free > 0 ? Math.min(free, part.whole - part.reversed) : more[index]!;
    return by > 0 ? [{ part, to: part.reversed + by }] : [];
  });
}

/** An amount that is of no line: in proportion to what is left of each part, shipping among them. */
export function amountOf(parts: readonly SalePart[], amountMinor: number): GivenBack[] {
  const by = spread(
    parts,
    parts.map(() => 0),
    amountMinor,
  );
  return parts.flatMap((part, index) => (by[index]! > 0 ? [{ part, to: part.reversed + by[index]! }] : []));
}

/** Adds to what is taken first so much that all of the amount is taken, as far as there is room. */
function spread(parts: readonly SalePart[], first: readonly number[], amountMinor: number): number[] {
  const rooms = parts.map((part, index) => roomOf(part) - first[index]!);
  const rest = amountMinor - first.reduce((sum, taken) => sum + taken, 0);
  const room = rooms.reduce((sum, each) => sum + each, 0);
  const shares = shareOut(Math.min(rest, room), rooms);
  return first.map((taken, index) => taken + shares[index]!);
}
