/** What drawing on paper needs everywhere: margins, colours, rules, and a new page when this one is full. */

export const MARGIN = 42;
export const INK = '#14181f';
export const SOFT = '#59616e';
export const LINE = '#dfe3e9';

export type Pen = PDFKit.PDFDocument;

/** Where the page ends for what is drawn: above its foot. */
export const bottomOf = (pen: Pen): number => pen.page.height - MARGIN - 24;
export const widthOf = (pen: Pen): number => pen.page.width - 2 * MARGIN;

/** Goes on on the next page unless so much fits here. */
export function need(pen: Pen, height: number): void {
  if (pen.y + height > bottomOf(pen)) pen.addPage();
}

export function heading(pen: Pen, text: string, x: number, y: number, width: number): void {
  pen.font('bold').fontSize(8).fillColor(SOFT).text(text, x, y, { width });
  pen.y += 2;
}

export function rule(pen: Pen, y: number, colour: string, thickness: number, from = MARGIN): void {
  pen
    .moveTo(from, y)
    .lineTo(MARGIN + widthOf(pen), y)
    .lineWidth(thickness)
    .strokeColor(colour)
    .stroke();
}
