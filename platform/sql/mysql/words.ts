/** What MySQL 8 and MariaDB share, where PostgreSQL says it otherwise. */
import { fieldList } from '../postgres/words.ts';
import type { Fields, FieldType, Note, Words } from '../statement.ts';

/** JSON inside a row travels as a text: a JSON_TABLE column takes scalars only. */
const tableTypes: Readonly<Record<FieldType, string>> = {
  int: 'int',
  bigint: 'bigint',
  decimal: 'decimal(30, 6)',
  text: 'longtext',
  boolean: 'int',
  timestamp: 'datetime(3)',
  json: 'longtext',
};

export const mysqlWords = (note: Note): Words => ({
  dialect: 'mysql',
  joinsLaterally: false,
  byKey: 'force index (primary)',
  rows(place, alias, fields) {
    note(place, { kind: 'rows', fields });
    return `json_table($${place}, '$[*]' columns (${tableColumns(fields)})) as ${alias}`;
  },
  // Spelled out and not a subquery: older servers would read, and lock, the whole table for it.
  in(place) {
    note(place, { kind: 'list' });
    return `in ($${place})`;
  },
  // Added to or compared, a moment would else be a text.
  value: (place, type) => (type === 'timestamp' ? `cast($${place} as datetime(3))` : `$${place}`),
  clock: 'sysdate(3)',
  span: (amount, unit) => `interval (${amount}) ${unit}`,
  list: (cells, from, orderBy) =>
    `(select json_extract(concat('[', group_concat(json_array(${cells.join(', ')}) order by ${orderBy} separator ','), ']'), '$') from ${from})`,
  // UNIX_TIMESTAMP ends in 2038.
  epochMs: (expression) => `cast(floor(timestampdiff(microsecond, '1970-01-01', ${expression}) / 1000) as signed)`,
  upTo: (text, separator) => `substring_index(${text}, '${separator}', 1)`,
  inPath: (id, path) => `find_in_set(${id}, replace(trim(both '/' from ${path}), '/', ',')) > 0`,
  jsonText: (column, field) => `json_unquote(json_extract(${column}, '$.${field}'))`,
  jsonObject: (fields) => `json_object(${fieldList(fields)})`,
});

export const tableColumns = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, type]) => `"${name}" ${tableTypes[type]} path '$."${name}"'`)
    .join(', ');

/** `2026-01-31 10:20:30.456`, in UTC like everything that is stored. */
export const datetimeText = (value: Date | string | number): string =>
  new Date(value).toISOString().replace('T', ' ').slice(0, 23);

/** A field of a row as it goes into JSON, or as a parameter by itself. */
export function cellOf(value: unknown, type: FieldType): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'timestamp') return datetimeText(value as Date | string | number);
  if (type === 'json') return JSON.stringify(value);
  if (type === 'boolean') return value ? 1 : 0;
  // Half a letter, where a text was cut, is no JSON to the server.
  if (typeof value === 'string') return value.toWellFormed();
  return value;
}

export const rowsText = (rows: readonly object[], fields: Fields): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(fields).map(([name, type]) => [name, cellOf((row as Record<string, unknown>)[name], type)]),
      ),
    ),
  );
