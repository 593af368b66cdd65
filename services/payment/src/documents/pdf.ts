/** A page as PDF, with its font embedded; long tables go on with their head repeated, and every page says its number. */
import PDFDocument from 'pdfkit';
import { canShow, useFonts } from './pdf-fonts.ts';
import { drawTable } from './pdf-table.ts';
import { heading, INK, MARGIN, need, type Pen, rule, SOFT, widthOf } from './pen.ts';
import type { Sheet } from './sheet.ts';

const MISSING = 'Letters that are shown as boxes are not in the font of this file; the page in the browser shows them.';

export function sheetPdf(sheet: Sheet): Promise<Buffer> {
  const pen = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: `${sheet.title} ${sheet.number}`, Author: sheet.issuer.name, Creator: 'Haat' },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pen.on('data', (chunk: Buffer) => chunks.push(chunk));
    pen.on('end', () => resolve(Buffer.concat(chunks)));
    pen.on('error', reject);
  });
  useFonts(pen);
  draw(pen, canShow(pen, textsIn(sheet)) ? sheet : { ...sheet, notes: [...sheet.notes, MISSING] });
  pen.end();
  return done;
}

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

function draw(pen: Pen, sheet: Sheet): void {
  drawHead(pen, sheet);
  if (sheet.headline) drawHeadline(pen, sheet.headline);
  drawAbout(pen, sheet);
  if (sheet.items) drawTable(pen, sheet.items, { captioned: false });
  if (sheet.sums.length > 0) drawSums(pen, sheet.sums);
  if (sheet.summary) drawTable(pen, sheet.summary, { captioned: true });
  drawNotes(pen, sheet.notes);
  drawFeet(pen, sheet.foot);
}

function drawHead(pen: Pen, { issuer, title, number }: Sheet): void {
  const width = widthOf(pen);
  const right = MARGIN + width * 0.6;
  pen
    .font('bold')
    .fontSize(14)
    .fillColor(INK)
    .text(title, right, MARGIN, { width: width * 0.4, align: 'right' });
  pen
    .font('regular')
    .fontSize(9)
    .fillColor(SOFT)
    .text(number, right, pen.y + 2, { width: width * 0.4, align: 'right' });
  const ended = pen.y;
  pen
    .font('bold')
    .fontSize(14)
    .fillColor(INK)
    .text(issuer.name, MARGIN, MARGIN, { width: width * 0.56 });
  pen.font('regular').fontSize(9).fillColor(SOFT);
  for (const line of issuer.lines) pen.text(line, MARGIN, pen.y + 1, { width: width * 0.56 });
  const y = Math.max(ended, pen.y) + 12;
  rule(pen, y, INK, 1.25);
  pen.y = y + 14;
}

function drawHeadline(pen: Pen, { label, value }: { label: string; value: string }): void {
  pen
    .font('regular')
    .fontSize(9)
    .fillColor(SOFT)
    .text(label, MARGIN, pen.y, { width: widthOf(pen) });
  pen
    .font('bold')
    .fontSize(26)
    .fillColor(INK)
    .text(value, MARGIN, pen.y + 1, { width: widthOf(pen) });
  pen.y += 14;
}

/** Parties to the left, facts to the right, each in a column of its own. */
function drawAbout(pen: Pen, { parties, facts }: Sheet): void {
  const top = pen.y;
  const gap = 20;
  const width = widthOf(pen);
  const factsWidth = parties.length === 0 ? width : Math.min(width * 0.42, 220);
  const each = parties.length === 0 ? 0 : (width - factsWidth - gap * parties.length) / parties.length;
  let lowest = top;
  parties.forEach(({ label, lines }, index) => {
    const x = MARGIN + index * (each + gap);
    heading(pen, label, x, top, each);
    pen.font('regular').fontSize(9).fillColor(INK);
    for (const line of lines) pen.text(line, x, pen.y + 2, { width: each });
    lowest = Math.max(lowest, pen.y);
  });
  const x = MARGIN + width - factsWidth;
  heading(pen, 'Details', x, top, factsWidth);
  for (const { label, value } of facts) {
    const y = pen.y + 2;
    pen
      .font('regular')
      .fontSize(9)
      .fillColor(SOFT)
      .text(label, x, y, { width: factsWidth * 0.46 });
    const under = pen.y;
    pen.fillColor(INK).text(value, x + factsWidth * 0.46, y, { width: factsWidth * 0.54, align: 'right' });
    pen.y = Math.max(under, pen.y);
  }
  pen.y = Math.max(lowest, pen.y) + 16;
}

function drawSums(pen: Pen, sums: Sheet['sums']): void {
  const width = 220;
  const x = MARGIN + widthOf(pen) - width;
  need(pen, sums.length * 16 + 30);
  pen.y += 8;
  for (const { label, value, strong } of sums) {
    if (strong) {
      rule(pen, pen.y + 3, INK, 1.25, x);
      pen.y += 10;
    }
    const y = pen.y;
    pen.font(strong ? 'bold' : 'regular').fontSize(strong ? 12 : 9);
    pen.fillColor(strong ? INK : SOFT).text(label, x, y, { width: width * 0.5, lineBreak: false });
    pen.fillColor(INK).text(value, x + width * 0.4, y, { width: width * 0.6, align: 'right' });
    pen.y += 3;
  }
  pen.y += 16;
}

function drawNotes(pen: Pen, notes: readonly string[]): void {
  pen.font('regular').fontSize(8).fillColor(SOFT);
  need(pen, 11 * notes.length);
  pen.y += 4;
  for (const note of notes) pen.text(note, MARGIN, pen.y + 1, { width: widthOf(pen) });
}

function drawFeet(pen: Pen, foot: string): void {
  const { start, count } = pen.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pen.switchToPage(page);
    // Below the margin, where text would begin a new page by itself.
    pen.page.margins.bottom = 0;
    const y = pen.page.height - MARGIN - 8;
    pen.font('regular').fontSize(8).fillColor(SOFT);
    pen.text(foot, MARGIN, y, { width: widthOf(pen) * 0.75, height: 10, ellipsis: true, lineBreak: false });
    pen.text(`Page ${page - start + 1} of ${count}`, MARGIN, y, {
      width: widthOf(pen),
      align: 'right',
      lineBreak: false,
    });
  }
}
