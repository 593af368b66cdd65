// Lettering drawn as strokes, so that labels look the same on a machine that has no fonts at all.

// Capitals on a grid 100 high: the width, then the pen's path.
const glyphs: Record<string, [number, string]> = {
  A: [70, 'M0 100L35 0L70 100M13 64H57'],
  B: [60, 'M0 0V100M0 0H32A24 24 0 0 1 32 48H0M32 48H34A26 26 0 0 1 34 100H0'],
  C: [68, 'M68 20A42 50 0 1 0 68 80'],
  D: [68, 'M0 0V100M0 0H24A44 50 0 0 1 24 100H0'],
  E: [54, 'M54 0H0V100H54M0 48H46'],
  F: [52, 'M52 0H0V100M0 48H44'],
  G: [72, 'M69 19A42 50 0 1 0 72 76V54H46'],
  H: [64, 'M0 0V100M64 0V100M0 48H64'],
  I: [0, 'M0 0V100'],
  J: [40, 'M40 0V74A20 26 0 0 1 0 74'],
  K: [58, 'M0 0V100M56 0L0 60M21 40L58 100'],
  L: [48, 'M0 0V100H48'],
  M: [80, 'M0 100V0L40 64L80 0V100'],
  N: [64, 'M0 100V0L64 100V0'],
  O: [80, 'M40 0A40 50 0 0 0 40 100A40 50 0 0 0 40 0'],
  P: [60, 'M0 100V0H33A27 27 0 0 1 33 54H0'],
  Q: [80, 'M40 0A40 50 0 0 0 40 100A40 50 0 0 0 40 0M50 74L76 104'],
  R: [60, 'M0 100V0H33A27 27 0 0 1 33 54H0M31 54L60 100'],
  S: [60, 'M57 17C50 4 39 0 30 0C13 0 4 11 4 25C4 57 60 41 60 74C60 90 48 100 31 100C17 100 6 94 0 82'],
  T: [64, 'M0 0H64M32 0V100'],
  U: [64, 'M0 0V66A32 34 0 0 0 64 66V0'],
  V: [70, 'M0 0L35 100L70 0'],
  W: [100, 'M0 0L26 100L50 22L74 100L100 0'],
  X: [62, 'M0 0L62 100M62 0L0 100'],
  Y: [64, 'M0 0L32 52L64 0M32 52V100'],
  Z: [60, 'M0 0H60L0 100H60'],
  '0': [62, 'M31 0A31 50 0 0 0 31 100A31 50 0 0 0 31 0'],
  '1': [22, 'M0 20L22 0V100'],
  '2': [56, 'M2 24C6 6 18 0 28 0C44 0 55 11 55 27C55 52 20 70 0 100H56'],
  '3': [
    56,
    'M3 14C10 4 18 0 28 0C43 0 52 10 52 24C52 40 40 47 22 47C42 47 56 56 56 73C56 90 44 100 28 100C14 100 4 93 0 82',
  ],
  '4': [62, 'M46 100V0L0 70H62'],
  '5': [56, 'M50 0H8L4 44C12 38 20 36 28 36C44 36 56 48 56 68C56 88 43 100 27 100C14 100 4 94 0 84'],
  '6': [58, 'M48 4C20 8 0 34 0 68A29 32 0 1 0 29 37C12 37 2 50 0 66'],
  '7': [56, 'M0 0H56L18 100'],
  '8': [56, 'M28 0A24 23 0 0 0 28 46A24 23 0 0 0 28 0M28 46A28 27 0 0 0 28 100A28 27 0 0 0 28 46'],
  '9': [58, 'M10 96C38 92 58 66 58 32A29 32 0 1 0 29 63C46 63 56 50 58 34'],
  '&': [70, 'M70 100L16 30C8 18 14 0 30 0C46 0 52 18 40 30L14 50C-4 66 2 100 30 100C52 100 66 80 68 58'],
  '.': [4, 'M2 97V100'],
  ',': [6, 'M5 95L0 112'],
  "'": [4, 'M2 0V22'],
  '-': [34, 'M0 54H34'],
  '+': [44, 'M0 54H44M22 32V76'],
  '/': [40, 'M0 104L40 -4'],
  ':': [4, 'M2 30V34M2 94V98'],
  '%': [70, 'M62 0L8 100M16 4A13 15 0 0 0 16 40A13 15 0 0 0 16 4M54 60A13 15 0 0 0 54 96A13 15 0 0 0 54 60'],
  '!': [4, 'M2 0V66M2 97V100'],
  '?': [50, 'M0 22C4 6 14 0 25 0C40 0 50 10 50 25C50 46 25 48 25 70M25 97V100'],
};

const gap = 22;
const space = 40;

const widthOf = (line: string, tracking: number): number => {
  let width = 0;
  for (const char of line) width += (char === ' ' ? space : (glyphs[char]?.[0] ?? 0)) + gap + tracking;
  return Math.max(1, width - gap - tracking);
};

/** Every way to break the words into so many lines; labels have few words, so few ways. */
const breaks = (words: string[], lines: number): string[][] => {
  if (lines === 1) return [[words.join(' ')]];
  const ways: string[][] = [];
  for (let first = 1; first <= words.length - lines + 1; first += 1) {
    for (const rest of breaks(words.slice(first), lines - 1)) ways.push([words.slice(0, first).join(' '), ...rest]);
  }
  return ways;
};

export interface Lettering {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: string;
  /** Stroke in parts of 100 of the capital height. */
  weight?: number;
  tracking?: number;
  maxCap?: number;
  align?: 'middle' | 'start';
}

/** The text, set as large as the box allows, its middle at x, y. */
export const letter = (text: string, box: Lettering): string => {
  const { weight = 13, tracking = 0, maxCap = 80 } = box;
  const words = text
    .toUpperCase()
    .normalize('NFD')
    .replace(/[^A-Z0-9&.,'\-+/:%!? ]/g, '')
    .split(/\s+/)
    .filter(Boolean);
  if (words.length === 0) return '';
  let lines: string[] = [words.join(' ')];
  let cap = 0;
  for (let count = 1; count <= Math.min(4, words.length); count += 1) {
    for (const way of breaks(words, count)) {
      const widest = Math.max(...way.map((line) => widthOf(line, tracking)));
      const fits = Math.min((box.width / widest) * 100, box.height / (count + (count - 1) * 0.45), maxCap);
      if (fits > cap + 0.5) {
        cap = fits;
        lines = way;
      }
    }
  }
  const scale = cap / 100;
  const leading = cap * 1.45;
  let y = box.y - (cap + (lines.length - 1) * leading) / 2;
  let out = `<g fill="none" stroke="${box.colour}" stroke-width="${weight}" stroke-linecap="round" stroke-linejoin="round">`;
  for (const line of lines) {
    let x = box.align === 'start' ? box.x : box.x - (widthOf(line, tracking) * scale) / 2;
    for (const char of line) {
      const glyph = glyphs[char];
      if (glyph) {
        out += `<path transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})" d="${glyph[1]}"/>`;
      }
      x += ((char === ' ' ? space : (glyph?.[0] ?? 0)) + gap + tracking) * scale;
    }
    y += leading;
  }
  return `${out}</g>`;
};
