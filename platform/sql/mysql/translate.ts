/** From `$n` and the few words that may be written as PostgreSQL has them to what MySQL prepares and executes. */
import type { CompiledStatement, ParameterKind, Query } from '../statement.ts';
import { rowsText } from './words.ts';

// Text in quotes is left alone.
const TOKENS =
  /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|\$(?<place>\d+)|\bnow\(\)|\bas materialized\b|\bfor share\b|\bfor (?:no key )?update(?: of \w+(?:, ?\w+)*)?|(?:(?<times>\w+\.\w+) \* )?\binterval '(?<amount>\d+) (?<unit>second|minute|hour|day)s?'/gi;

const phrases: Readonly<Record<string, string>> = {
  'now()': 'now(3)',
  'as materialized': 'as',
  // MariaDB does not know the newer wording.
  'for share': 'lock in share mode',
};

export function translate({ text, parameters }: CompiledStatement, given: readonly unknown[]): Query {
  const values: unknown[] = [];
  const translated = text.replace(TOKENS, (token, ...rest) => {
    const { place, times, amount, unit } = rest.at(-1) as Record<string, string | undefined>;
    if (place !== undefined) {
      const sent = sentOf(given[Number(place) - 1], parameters[Number(place) - 1]);
      values.push(...sent);
      return sent.map(() => '?').join(', ');
    }
    if (amount !== undefined) return `interval ${times ? `(${times} * ${amount})` : amount} ${unit}`;
    const word = token.toLowerCase();
    // MariaDB cannot name the table: all that are joined are locked.
    return phrases[word] ?? (/^for .*update/.test(word) ? 'for update' : token);
  });
  return { text: translated, values };
}

function sentOf(value: unknown, parameter: ParameterKind | undefined): unknown[] {
  if (parameter?.kind === 'rows') return [rowsText(value as object[], parameter.fields)];
  if (parameter?.kind === 'list') return listOf(value as readonly unknown[]);
  return [value];
}

/** To the next power of two by repeating the last, so that a statement has few texts and is prepared few times. */
function listOf(items: readonly unknown[]): unknown[] {
  if (items.length === 0) return [null];
  const length = 2 ** Math.ceil(Math.log2(items.length));
  return [...items, ...new Array(length - items.length).fill(items.at(-1))];
}
