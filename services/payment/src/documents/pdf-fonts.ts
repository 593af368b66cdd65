/**
 * The font that is embedded: DejaVu Sans, condensed, which has the signs of all currencies and Latin, Greek, Cyrillic, Arabic
 * and Hebrew letters, and none of Devanagari or the other scripts of India and East Asia.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Pen = PDFKit.PDFDocument;

/** Of pdfkit's own: a font as one document embeds it, around the parsed file, which documents may share. */
interface Embedded {
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
}
type Embedding = new (pen: Pen, font: Embedded['font'], id: string) => Embedded;
interface Inside {
  _font: Embedded;
  _fontFamilies: Record<string, Embedded>;
}

const files = { regular: 'DejaVuSansCondensed', bold: 'DejaVuSansCondensed-Bold' } as const;
type FontName = keyof typeof files;

interface Parsed {
  bytes: Buffer;
  font: Embedded['font'];
  Embedding: Embedding;
}
const parsed = new Map<FontName, Parsed>();

/** Parsing a font takes longer than the page: it is done once, and each document embeds what it uses of it. */
export function useFonts(pen: Pen): void {
  const inside = pen as unknown as Inside;
  for (const [index, name] of (Object.keys(files) as FontName[]).entries()) {
    const known = parsed.get(name);
    if (known) {
      pen.registerFont(name, known.bytes);
      inside._fontFamilies[name] = new known.Embedding(pen, known.font, `H${index}`);
      continue;
    }
    const bytes = readFileSync(fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${files[name]}.ttf`)));
    pen.registerFont(name, bytes).font(name);
    const { _font: embedded } = inside;
    parsed.set(name, { bytes, font: embedded.font, Embedding: embedded.constructor as Embedding });
  }
}

/** Whether all of a text can be shown; before the first document nothing is known to be missing. */
export function canShow(text: string): boolean {
  const font = parsed.get('regular')?.font;
  return font === undefined || [...text].every((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0)!));
}
