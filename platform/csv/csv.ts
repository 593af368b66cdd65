/**
 * CSV as RFC 4180 has it: UTF-8, CRLF, quotes where needed. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it; numbers, negative ones too, stay as they are.
 */
export type Cell = string | number | null;

const FORMULA = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
const QUOTED = /[",\r\n]|^\s|\s$/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

/** Columns in their order: the name that stands in the first line, and what stands under it. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

export const csvHead = <Row>(columns: Columns<Row>): string => csvLine(Object.keys(columns));

export const csvRows = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  rows.map((row) => csvLine(Object.values(columns).map((cell) => cell(row)))).join('');
