/** E-mails as people type them, and as they are compared. */

/**
 * The same for all spellings of one address. Only ever compared: mail goes to the address that the account holds, since
 * two addresses with one key may belong to two people.
 */
export const emailKey = (email: string): string => email.normalize('NFC').toLowerCase();

/** `an…@example.com`: enough to recognise in a log, too little to write to. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(2, at))}…${email.slice(at)}`;
}
