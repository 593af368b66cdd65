/** A table in a PDF: amounts end where their column ends, a row is never torn, and each page begins with the head. */
import { bottomOf, heading, INK, LINE, MARGIN, need, type Pen, rule, SOFT, widthOf } from './pen.ts';
import type { Cell, Column, Table } from './sheet.ts';

const GAP = 8;
const PAD = 5;

interface Place extends Column {
  x: number;
  w: number;
}

export function drawTable(pen: Pen, table: Table, { captioned }: { captioned: boolean }): void {
  const places = placesOf(pen, table.columns);
  // A head with no row under it says nothing.
  need(pen, 64);
  if (captioned) {
    heading(pen, table.caption, MARGIN, pen.y, widthOf(pen));
    pen.y += 4;
  }
  drawHead(pen, places);
  for (const row of table.rows) {
    const height = heightOf(pen, row, places);
    if (pen.y + height > bottomOf(pen)) {
      pen.addPage();
      drawHead(pen, places);
    }
    drawRow(pen, row, places, height, 'regular');
    rule(pen, pen.y, LINE, 0.5);
  }
  if (table.foot) {
    const height = heightOf(pen, table.foot, places);
    need(pen, height);
    rule(pen, pen.y, INK, 0.75);
    drawRow(pen, table.foot, places, height, 'bold');
  }
  pen.y += 8;
}

function placesOf(pen: Pen, columns: readonly Column[]): Place[] {
  const width = widthOf(pen);
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
  const free = (1 - fixed) / columns.filter((column) => column.width === undefined).length;
  let x = MARGIN;
  return columns.map((column) => {
    const w = width * (column.width ?? free);
    x += w;
    return { ...column, x: x - w, w };
  });
}

function drawHead(pen: Pen, places: readonly Place[]): void {
  const y = pen.y;
  pen.font('bold').fontSize(8).fillColor(SOFT);
  for (const { label, align, x, w } of places) write(pen, label, { x, y, w, align });
  pen.y = y + 14;
  rule(pen, pen.y, INK, 0.75);
}

const inner = (place: Pick<Place, 'w' | 'align'>): number => place.w - (place.align === 'start' ? GAP : 0);

function heightOf(pen: Pen, row: readonly Cell[], places: readonly Place[]): number {
  const heights = row.map(({ text, below }, index) => {
    const width = inner(places[index]!);
    const first = pen.font('regular').fontSize(9).heightOfString(text, { width });
    return first + (below === undefined ? 0 : pen.fontSize(7.5).heightOfString(below, { width }));
  });
  return Math.max(...heights) + 2 * PAD;
}

function drawRow(pen: Pen, row: readonly Cell[], places: readonly Place[], height: number, font: string): void {
  const top = pen.y + PAD;
  row.forEach(({ text, below }, index) => {
    const place = places[index]!;
    pen.font(font).fontSize(9).fillColor(INK);
    write(pen, text, { ...place, y: top });
    if (below === undefined) return;
    pen.font('regular').fontSize(7.5).fillColor(SOFT);
    write(pen, below, { ...place, y: pen.y });
  });
  pen.y = top - PAD + height;
}

function write(pen: Pen, text: string, place: { x: number; y: number; w: number; align: 'start' | 'end' }): void {
  pen.text(text, place.x, place.y, { width: inner(place), align: place.align === 'end' ? 'right' : 'left' });
}
