/** The public number of an order: read out on the phone without mistakes, and not guessed from another one. */

// Crockford's base 32: no I, L, O, U.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** "HT-7Q2MX-4KZ9D" of ten random bytes: 50 bits. */
export function orderNumber(random: Uint8Array): string {
  const text = Array.from(random.subarray(0, 10), (byte) => letters[byte & 31]).join('');
  return `HT-${text.slice(0, 5)}-${text.slice(5)}`;
}
