/** From `$n` and the few words that may be written as PostgreSQL has them to what MySQL prepares and executes. */
import type { CompiledStatement, ParameterKind, Query } from '../statement.ts';
import { rowsText } from './words.ts';

// Text in quotes is left alone.
const TOKENS =
  /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|\$(\d+)|\bnow\(\)|\bas materialized\b|\bfor (?:no key )?update(?: of \w+(?:, ?\w+)*)?|\binterval '(\d+) (second|minute|hour|day)s?'/gi;

export function translate({ text, parameters }: CompiledStatement, given: readonly unknown[]): Query {
  const values: unknown[] = [];
  const translated = text.replace(
    TOKENS,
    (token, place: string | undefined, amount: string | undefined, unit: string) => {
      if (place !== undefined) {
        const sent = sentOf(given[Number(place) - 1], parameters[Number(place) - 1]);
        values.push(...sent);
        return sent.map(() => '?').join(', ');
      }
      if (amount !== undefined) return `interval ${amount} ${unit}`;
      const word = token.toLowerCase();
      if (word === 'now()') return 'now(3)';
      if (word === 'as materialized') return 'as';
      // MariaDB cannot name the table: all that are joined are locked.
      return word.startsWith('for ') ? 'for update' : token;
    },
  );
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
