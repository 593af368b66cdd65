/** Values that MySQL reckoned, as they are stored again and as they are answered. */
import { datetimeText } from '../mysql/words.ts';
import type { Fields, FieldType } from '../statement.ts';
import type { AnyRow } from './part.ts';

/** As a text that the server turns into any column's type. */
export function storedText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return datetimeText(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A computed value has the type of its expression, not of its column. */
function typed(value: unknown, type: FieldType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return value === true || Number(value) === 1;
  if (type === 'int' || type === 'bigint') return Number(value);
  if (type === 'timestamp') return value instanceof Date ? value : new Date(`${value}Z`);
  if (type === 'json') return typeof value === 'string' ? JSON.parse(value) : value;
  return String(value);
}

/** What was selected as `s.…` and `e.…`. */
export function answerOf(row: AnyRow, returning: Fields, echo: readonly string[], fields: Fields): AnyRow {
  return Object.fromEntries([
    ...Object.entries(returning).map(([name, type]) => [name, typed(row[`s.${name}`], type)]),
    ...echo.map((name) => [name, typed(row[`e.${name}`], fields[name]!)]),
  ]);
}
