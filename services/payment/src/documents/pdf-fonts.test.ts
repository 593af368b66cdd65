/** Letters on paper: those of Hindi are shaped, and where one is in no font the page says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { sheetPdf } from './pdf.ts';
import type { Sheet } from './sheet.ts';

const sheet = (title: string): Sheet => ({
  title: 'Receipt',
  number: 'RCT2627-000001',
  issuer: { name: 'Haat', lines: [] },
  headline: null,
  facts: [],
  parties: [],
  items: {
    caption: 'Items',
    columns: [{ label: 'Item', align: 'start' }],
    rows: [[{ text: title, below: 'SKU 1' }]],
  },
  sums: [{ label: 'Total', value: '₹1,499.00', strong: true }],
  summary: null,
  notes: [],
  foot: 'Haat',
});

/** What is in the file, its packed streams unpacked: which letters each font stands for is written there in hex. */
function contentOf(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, packed]) => {
    try {
      return inflateSync(Buffer.from(packed!, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return [text, ...streams].join('\n');
}
const fontsOf = (content: string) =>
  new Set([...content.matchAll(/\/BaseFont \/[A-Z]+\+([\w-]+)/g)].map(([, name]) => name));
/** A glyph that stands for several letters at once, as the file says it for those who copy its text. */
const conjunct = (letters: string) =>
  [...letters].map((letter) => letter.charCodeAt(0).toString(16).padStart(4, '0')).join(' ');

test('a Hindi title is set in a font that has it, with its conjuncts joined; a plain one needs no other font', async () => {
  const hindi = contentOf(await sheetPdf(sheet('क्षेत्र की रोशनी — Brass lamp ₹')));
  assert.ok(
    [...fontsOf(hindi)].some((name) => /Devanagari/.test(name!)),
    [...fontsOf(hindi)].join(),
  );
  assert.match(hindi.toLowerCase(), new RegExp(conjunct('क्ष')), 'k and ṣ are one glyph');
  const plain = contentOf(await sheetPdf(sheet('Brass lamp')));
  assert.ok([...fontsOf(plain)].every((name) => /DejaVu/.test(name!)));
});

test('letters that no font has are said to be missing, those of Hindi are not', async () => {
  // The sentence that says so is alone on this page in having a `w`.
  const said = async (title: string) => /<0077>/.test(contentOf(await sheetPdf(sheet(title))));
  for (const title of ['Brass lamp', 'पीतल का दीपक', 'Λάμπα', 'मिट्टी (clay) ₹'])
    assert.equal(await said(title), false, title);
  for (const title of ['பித்தளை', 'ランプ', 'दीपक ランプ']) assert.equal(await said(title), true, title);
});
