/**
 * The fonts that are embedded. DejaVu Sans, condensed, has the signs of all currencies and Latin, Greek, Cyrillic, Arabic and
 * Hebrew letters. A text with letters of Devanagari (Hindi, Marathi, Nepali) is set as a whole in Noto Sans Devanagari, which has
 * Latin letters and the rupee too. The other scripts of India and those of East Asia are in neither.
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

const devanagari = '@expo-google-fonts/noto-sans-devanagari';
const files = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
  'regular devanagari': `${devanagari}/400Regular/NotoSansDevanagari_400Regular.ttf`,
  'bold devanagari': `${devanagari}/700Bold/NotoSansDevanagari_700Bold.ttf`,
} as const;
type FontName = keyof typeof files;
type Weight = 'regular' | 'bold';

interface Parsed {
  bytes: Buffer;
  font: Embedded['font'];
  Embedding: Embedding;
}
const parsed = new Map<FontName, Parsed>();

/** Parsing a font takes longer than the page: it is done once, and each document embeds what it uses of it. */
function useFont(pen: Pen, name: FontName): void {
  const inside = pen as unknown as Inside;
  const known = parsed.get(name);
  if (known) {
    pen.registerFont(name, known.bytes);
    inside._fontFamilies[name] = new known.Embedding(pen, known.font, `H${Object.keys(files).indexOf(name)}`);
    return;
  }
  const bytes = readFileSync(fileURLToPath(import.meta.resolve(files[name])));
  pen.registerFont(name, bytes).font(name);
  const { _font: embedded } = inside;
  parsed.set(name, { bytes, font: embedded.font, Embedding: embedded.constructor as Embedding });
}

const holds = (name: FontName, text: string): boolean =>
  [...text].every((letter) => parsed.get(name)!.font.hasGlyphForCodePoint(letter.codePointAt(0)!));

/** What is used of pdfkit's own way to choose a font and to write. */
interface Writing {
  font(name: string): unknown;
  text(text: string, ...more: unknown[]): unknown;
  heightOfString(text: string, ...more: unknown[]): number;
}

/** From now on `font('regular')` and `font('bold')` mean for each text the font that has its letters. */
export function useFonts(pen: Pen): void {
  useFont(pen, 'regular');
  useFont(pen, 'bold');
  const writing = pen as unknown as Writing;
  const font = writing.font.bind(pen);
  const text = writing.text.bind(pen);
  const heightOfString = writing.heightOfString.bind(pen);
  const used = new Set<FontName>();
  let weight: Weight = 'bold';
  const fitting = <T>(shown: string, write: () => T): T => {
    if (!needsDevanagari(shown)) return write();
    const other = `${weight} devanagari` as const;
    if (!used.has(other)) useFont(pen, other);
    used.add(other);
    font(other);
    const written = write();
    font(weight);
    return written;
  };
  Object.assign(writing, {
    font(name: Weight) {
      weight = name;
      return font(name);
    },
    text: (shown: string, ...more: unknown[]) => fitting(shown, () => text(shown, ...more)),
    heightOfString: (shown: string, ...more: unknown[]) => fitting(shown, () => heightOfString(shown, ...more)),
  });
}

const needsDevanagari = (text: string): boolean => /\p{Script=Devanagari}/u.test(text) && !holds('regular', text);

/** Whether all of the texts can be shown. A document has to have been begun. */
export function canShow(pen: Pen, texts: readonly string[]): boolean {
  return texts.every((text) => {
    if (!needsDevanagari(text)) return holds('regular', text);
    if (!parsed.has('regular devanagari')) useFont(pen, 'regular devanagari');
    return holds('regular devanagari', text);
  });
}
