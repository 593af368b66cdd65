/** The terms by which a product is found on servers without a text index of their own, each with its weight. */
import { plainOf } from './grams.ts';
import { isEmptyWord, stemOf } from './stem.ts';

/** As the parts of a product count: only a word of the title weighs so much. */
export const TITLE_WEIGHT = 1_000;
const DETAIL_WEIGHT = 400;
const TEXT_WEIGHT = 100;

const MAX_TERM = 60;
const MAX_TERMS = 1_000;

export interface ProductTexts {
  title: string;
  /** Category, attributes, variants, SKUs. */
  details: string;
  description: string;
}

const WORD = /\p{N}+(?:\.\p{N}+)+|[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*/gu;

/** Every word of a text; one with hyphens also by its parts. */
function wordsIn(text: string): string[] {
  const words = plainOf(text).match(WORD) ?? [];
  return words.flatMap((word) => (word.includes('-') ? [word, ...word.split('-')] : [word]));
}

/** A word as it stands in the index; null: it stands nowhere. */
export function termOf(word: string): string | null {
  const plain = plainOf(word);
  return isEmptyWord(plain) ? null : stemOf(plain).slice(0, MAX_TERM);
}

/** By term, the weight of the most important place in which it stands. */
export function termsOf({ title, details, description }: ProductTexts): Map<string, number> {
  const terms = new Map<string, number>();
  const places: Array<[text: string, weight: number]> = [
    [title, TITLE_WEIGHT],
    [details, DETAIL_WEIGHT],
    [description, TEXT_WEIGHT],
  ];
  for (const [text, weight] of places) {
    for (const word of wordsIn(text)) {
      const term = termOf(word);
      if (term !== null && !terms.has(term) && terms.size < MAX_TERMS) terms.set(term, weight);
    }
  }
  return terms;
}

/** Words that a misspelt one may have meant. */
export function vocabularyOf(...texts: string[]): string[] {
  const words = texts.flatMap((text) => plainOf(text).split(/[^\p{L}\p{M}\p{N}]+/u));
  return [...new Set(words.filter((word) => word.length >= 3 && word.length <= 40 && !/\p{N}/u.test(word)))];
}
