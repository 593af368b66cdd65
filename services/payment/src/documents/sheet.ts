/** What is on a page, whether it becomes HTML or PDF: parts in the order in which they are read. */

export interface Pair {
  label: string;
  value: string;
}

export interface Column {
  label: string;
  align: 'start' | 'end';
  /** Share of the width; without one it takes what the others leave. */
  width?: number;
}

export interface Cell {
  text: string;
  /** A smaller line below. */
  below?: string;
}

export interface Table {
  caption: string;
  columns: Column[];
  rows: Cell[][];
  /** The last row sums up those above. */
  foot?: Cell[];
}

export interface Sum extends Pair {
  strong?: boolean;
}

export interface Sheet {
  /** "Tax invoice" */
  title: string;
  number: string;
  issuer: { name: string; lines: string[] };
  /** Said before all else: of a receipt, the amount. */
  headline: Pair | null;
  facts: Pair[];
  parties: Array<{ label: string; lines: string[] }>;
  items: Table | null;
  sums: Sum[];
  /** Tax by code and rate. */
  summary: Table | null;
  notes: string[];
  /** At the foot of each page. */
  foot: string;
}
