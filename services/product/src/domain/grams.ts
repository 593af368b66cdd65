/** What words look like: every three letters in a row, with two blanks before the word and one behind it. */

export function gramsOf(word: string): string[] {
  const padded = [...`  ${word} `];
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= padded.length; index += 1) grams.add(padded.slice(index, index + 3).join(''));
  return [...grams];
}

/** "Crème" → "creme": letters without their accents; the vowel signs of Indian scripts are no accents. */
export const plainOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
