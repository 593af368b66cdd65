/** Arithmetic of stock: pure, on the numbers of one locked row. */

export interface StockNumbers {
  onHand: number;
  held: number;
}

/** What can still be sold. */
export const freeOf = ({ onHand, held }: StockNumbers): number => onHand - held;

export interface LowWatch {
  threshold: number;
  told: boolean;
}

/** `stock.low` is told once on the way down, and again only after the level has been above the threshold. */
export function watchLow(free: number, { threshold, told }: LowWatch): { told: boolean; tell: boolean } {
  const low = free <= threshold;
  return { told: low, tell: low && !told };
}

/** Goes from nothing to something, or back: then lists of what is in stock differ. */
export const crossesZero = (before: number, after: number): boolean => before > 0 !== after > 0;
