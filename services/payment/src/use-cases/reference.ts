/** Our own name for a payment or refund at a gateway: 103 random bits in the alphabet and length that every gateway takes. */
import { randomInt } from 'node:crypto';

const LENGTH = 20;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const newReference = (): string => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(36)]).join('');
