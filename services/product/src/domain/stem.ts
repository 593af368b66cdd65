/**
 * English words without their endings, for the search index of servers that have no dictionary: "curtains" and "curtain",
 * "running" and "run" are one. Short words and those of other languages stay as they are.
 */

const VOWEL = /[aeiouy]/;
const DOUBLED = /([bdfgmnprt])\1$/;
/** A consonant, a vowel, a consonant: the word had an "e" behind it, unless the last sounds like a vowel. */
const SHORT = /^[^aeiou]*[aeiouy][^aeiouwxy]$/;

export function stemOf(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  return ended(withoutTense(withoutPlural(word)));
}

function withoutPlural(word: string): string {
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (/ies$/.test(word)) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutTense(word: string): string {
  const ending = /(?:ing|ed)$/.exec(word)?.[0];
  if (ending === undefined) return word;
  const stem = word.slice(0, -ending.length);
  if (stem.length < 2 || !VOWEL.test(stem)) return word;
  if (DOUBLED.test(stem)) return stem.slice(0, -1);
  return /(?:at|bl|iz)$/.test(stem) || SHORT.test(stem) ? `${stem}e` : stem;
}

/** "berry" and "berries", "bottle" and "bottled" end alike. */
const ended = (word: string): string => word.replace(/(?<=..)y$/, 'i').replace(/(?<=...)e$/, '');

/** Words that say nothing of a product. */
const EMPTY = new Set(
  `a about above after again all am an and any are as at be been before being below between both but by can did do does doing
  down during each few for from further had has have having he her here hers him his how i if in into is it its just me more
  most my no nor not now of off on once only or other our ours out over own s same she should so some such t than that the
  their theirs them then there these they this those through to too under until up very was we were what when where which
  while who whom why will with you your yours`.split(/\s+/),
);

export const isEmptyWord = (word: string): boolean => EMPTY.has(word);
