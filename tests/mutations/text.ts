/** Cutting in source text: what belongs to a call, and what belongs to a condition of SQL. */
export interface Span {
  start: number;
  end: number;
}

export const replaced = (text: string, { start, end }: Span, by: string): string =>
  text.slice(0, start) + by + text.slice(end);

/** Behind the bracket that closes the one at `open`. */
export function balancedEnd(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if ('([{'.includes(text[index]!)) depth += 1;
    else if (')]}'.includes(text[index]!)) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  throw new Error('A bracket is never closed.');
}

/** Where the literal that holds this place ends: SQL stands in templates and in strings. */
export function literalEnd(code: string, place: number): number {
  for (const { index, 0: literal } of code.matchAll(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g)) {
    if (index < place && place < index + literal.length) return index + literal.length - 1;
    if (index > place) break;
  }
  return code.length;
}

const WORDS = 'and|or|returning|order by|group by|limit|union|for update|for no key update|then|else|end|on conflict';
const ENDS = new RegExp(String.raw`^\s*\b(?:${WORDS})\b|^\n\)`, 'i');

/** The condition that begins at a column: up to the next `and`, clause or end. */
export function conjunctAt(code: string, start: number): Span {
  const limit = literalEnd(code, start);
  let depth = 0;
  let isQuoted = false;
  for (let index = start; index < limit; index += 1) {
    const at = code[index]!;
    // Not within a word: `refunding_minor` ends with no `or`.
    const begins = !/\w\w/.test(code.slice(index - 1, index + 1));
    if (!isQuoted && depth === 0 && begins && ENDS.test(code.slice(index, index + 25))) return { start, end: index };
    if (at === "'") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if ('([{'.includes(at)) depth += 1;
    if (')]}'.includes(at)) {
      if (depth === 0) return { start, end: index };
      depth -= 1;
    }
  }
  return { start, end: limit };
}
