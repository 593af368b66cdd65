/** The place in a list from which its next page goes on, as text that says nothing to the client. */
import { invalid } from '#platform/errors/problem.ts';

export const cursorOf = (...place: readonly number[]): string => Buffer.from(place.join('.')).toString('base64url');

/** `size` positive integers, or `validation.failed`. */
export function placeOf(cursor: string, size: number): number[] {
  const place = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  const numbers = place.map((part) => (/^[1-9]\d{0,15}$/.test(part) ? Number(part) : Number.NaN));
  if (numbers.length !== size || !numbers.every(Number.isSafeInteger)) {
    throw invalid('cursor', 'is not a nextCursor of this list');
  }
  return numbers;
}

export interface PageInput {
  limit: number;
  cursor?: string;
  page?: number;
}

/** A cursor goes before a page number. */
export const offsetOf = ({ limit, cursor, page }: PageInput): number =>
  cursor === undefined && page !== undefined ? (page - 1) * limit : 0;
