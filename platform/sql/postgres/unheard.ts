/**
 * Statements whose answer nobody needs. Inside a transaction such a one is not waited for: it travels with the next statement,
 * at the latest with COMMIT, and what the server has against it is thrown there. A round trip less for each of them.
 */
const MARK = '/* unheard */ ';

export const unheard = (text: string): string => MARK + text;
export const isUnheard = (text: string): boolean => text.startsWith(MARK);
