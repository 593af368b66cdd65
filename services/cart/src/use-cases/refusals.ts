/** What the domain refuses, as problems. */
import { type Problem, problem } from '#platform/errors/problem.ts';
import type { Refusal, Shortage } from '../domain/lines.ts';

export function refusal(refused: Refusal): Problem {
  switch (refused.kind) {
    case 'too_many_units':
      return problem('cart.full', { detail: 'A line has at most 10,000 units.' });
    case 'too_many_lines':
      return problem('cart.full', { detail: 'A cart has at most 200 lines.' });
    case 'too_much':
      return tooMuch();
    case 'shortage':
      return stockInsufficient(refused.lines);
  }
}

export const stockInsufficient = (lines: readonly Shortage[]): Problem =>
  problem('stock.insufficient', { extra: { lines } });

export const tooMuch = (): Problem => problem('cart.full', { detail: 'The total is more than the shop can charge.' });
