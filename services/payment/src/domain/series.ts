/**
 * Numbers of documents, at most 16 characters: kind, financial year, and a count from 1 that leaves nothing out. A series is of
 * one seller, kind and year, so that each seller's numbers are his own.
 */

const letters = {
  receipt: 'RCT',
  cash_receipt: 'CSH',
  refund_note: 'RFN',
  invoice: 'INV',
  credit_note: 'CRN',
} as const;

export type NumberedKind = keyof typeof letters;

const MAX_LENGTH = 16;
const PADDED = 6;

export interface Calendar {
  /** Month in which the financial year begins, from 1. */
  startMonth: number;
  timeZone: string;
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** "2627" for the year from April 2026 on, "2026" for one that is the calendar year. */
export function financialYear(at: Date, { startMonth, timeZone }: Calendar): string {
  const format =
    calendars.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric' });
  calendars.set(timeZone, format);
  const parts = format.formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  const year = part('month') >= startMonth ? part('year') : part('year') - 1;
  if (startMonth === 1) return String(year);
  return [year, year + 1].map((each) => String(each % 100).padStart(2, '0')).join('');
}

export function documentNumber(kind: NumberedKind, year: string, count: number): string {
  const number = `${letters[kind]}${year}-${String(count).padStart(PADDED, '0')}`;
  if (number.length > MAX_LENGTH) throw new RangeError(`The series ${letters[kind]}${year} is full.`);
  return number;
}
