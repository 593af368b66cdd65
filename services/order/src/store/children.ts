/** Rows that come along with the row that they belong to: as lists of cells, of which rows are made again here. */
import type { Fields, Words } from '#platform/sql/statement.ts';

/** The columns `fields` of `alias` in `from`. Within JSON a time is a number: milliseconds since 1970. */
export function children(sql: Words, fields: Fields, alias: string, from: string, orderBy: string): string {
  const cells = Object.entries(fields).map(([name, type]) =>
    type === 'timestamp' ? sql.epochMs(`${alias}."${name}"`) : `${alias}."${name}"`,
  );
  return sql.list(cells, from, orderBy);
}

export type ListOfCells = readonly (readonly unknown[])[] | null;

/** What `children` brought. */
export function rowsOf<Row>(fields: Fields, list: ListOfCells): Row[] {
  const columns = Object.entries(fields);
  return (list ?? []).map(
    (cells) => Object.fromEntries(columns.map(([name, type], place) => [name, cellValue(cells[place], type)])) as Row,
  );
}

function cellValue(cell: unknown, type: Fields[string]): unknown {
  if (cell === null) return null;
  if (type === 'timestamp') return new Date(cell as number);
  return type === 'boolean' ? Boolean(cell) : cell;
}
