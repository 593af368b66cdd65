/** India's tax number: 15 characters, the last of which checks the others. */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** State, PAN of the holder, count, kind, check character. */
const SHAPE = /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][0-9A-Z]{2}$/;

export const isGstin = (text: string): boolean => SHAPE.test(text) && checkCharacter(text.slice(0, 14)) === text[14];

/** Weights 1 and 2 in turn; the digits of each product in base 36 are added up. */
function checkCharacter(first14: string): string {
  let sum = 0;
  for (const [index, character] of [...first14].entries()) {
    const product = ALPHABET.indexOf(character) * (index % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return ALPHABET[(36 - (sum % 36)) % 36]!;
}
