/** "2026-02-01" or a moment, as the bounds of a period. */
import { invalid } from '#platform/errors/problem.ts';

const DAY_MS = 86_400_000;

export const startOf = (text: string, field: string): Date => momentOf(text, field);

/** Exclusive: a day is meant whole, a moment includes itself. */
export function endOf(text: string, field: string): Date {
  const moment = momentOf(text, field);
  return new Date(moment.getTime() + (text.length === 10 ? DAY_MS : 1));
}

function momentOf(text: string, field: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw invalid(field, 'is not a day or time that exists');
  return moment;
}
