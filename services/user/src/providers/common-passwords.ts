/** Passwords that guessers try first: the list of zxcvbn-ts, of which those long enough to be chosen here are kept. */
import { dictionary } from '@zxcvbn-ts/language-common';

const SHORTEST = 8;

const listed = (dictionary as unknown as Record<string, readonly string[]>)['passwords-common'] ?? [];
const common = new Set(listed.filter((password) => password.length >= SHORTEST));

/** Asked with lower case, as the list is. */
export const isCommonPassword = (password: string): boolean => common.has(password);
