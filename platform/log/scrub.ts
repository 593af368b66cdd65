/**
 * Cuts out of a text what must not be kept: card numbers, and keys by the shapes in which payment gateways hand them
 * out. Every log line runs through here, so it is one pass that usually finds nothing.
 */

/** Digits as people group them; how many, and which brands begin so, is judged after. */
const candidates = /(?<![\d.])[2-68](?:[ -]?\d){13,18}(?![\d.]?\d)/g;

const keys =
  /\b(?:(?:sk|rk|pk)_(?:live|test)_|whsec_|rzp_(?:live|test)_)[A-Za-z0-9_]{4,}|\b(?:Basic|Bearer) +[A-Za-z0-9._~+/=-]{8,}/g;

/** Prefixes and lengths of the brands: 14 Diners, 15 American Express, 16 to 19 all others. */
const brands: readonly RegExp[] = [
  /^3(?:0[0-59]|[689]\d)\d{11}$/,
  /^3[47]\d{13}$/,
  /^(?:4\d{15}|4\d{18})$/,
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/,
  /^(?:35\d{14,17}|508\d{13}|6[0245]\d{14,17}|8[12]\d{14,17}|5[06-8]\d{14,17}|6[1-9]\d{14,17})$/,
];

function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[ -]/g, '');
  return brands.some((brand) => brand.test(digits)) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

export const holdsCardNumber = (text: string): boolean => text.match(candidates)?.some(isCardNumber) ?? false;

export const withoutCardNumbers = (text: string): string =>
  text.replace(candidates, (found) => (isCardNumber(found) ? '[card number cut]' : found));

export const scrub = (text: string): string => withoutCardNumbers(text).replace(keys, '[key cut]');
