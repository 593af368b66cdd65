/** From what a shopper types to words, and from words to a search expression that cannot be malformed. */

const MAX_WORDS = 8;
const MAX_WORD = 60;

/** "Red T-shirt, 1.5 l!" → ["red", "t-shirt", "1.5", "l"]: letters, marks, digits, and a hyphen or point between them. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/\p{N}+(?:\.\p{N}+)+|[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, MAX_WORD).replace(/-$/, '')))].slice(0, MAX_WORDS);
}

export type Synonyms = ReadonlyMap<string, readonly string[]>;

/** "sofa=couch=settee; phone=mobile": words of a group find each other. */
export function synonymsFrom(text: string): Synonyms {
  const synonyms = new Map<string, string[]>();
  for (const group of text.split(';')) {
    const words = group
      .split('=')
      .map((word) => wordsOf(word).join(' '))
      .filter(Boolean);
    for (const word of words)
      synonyms.set(word, [...(synonyms.get(word) ?? []), ...words.filter((other) => other !== word)]);
  }
  return synonyms;
}

export interface SearchExpressions {
  /** What matches: every word or one of its synonyms; the last word may be unfinished. */
  wide: string;
  /** What ranks higher: the words as they were typed. */
  exact: string;
}

export interface Reading {
  /** Corrections of misspelt words. */
  alternatives?: ReadonlyMap<string, readonly string[]>;
  /** One of the words is enough. */
  any?: boolean;
  /** Look at titles alone. */
  inTitle?: boolean;
}

/** For `to_tsquery`. */
export function expressionsOf(
  words: readonly string[],
  synonyms: Synonyms,
  { alternatives, any = false, inTitle = false }: Reading = {},
): SearchExpressions {
  const label = inTitle ? 'A' : '';
  const whole = (word: string) => quoted(word) + (label && `:${label}`);
  const wide = words.map((word, index) => {
    const own = index === words.length - 1 ? `${quoted(word)}:*${label}` : whole(word);
    const others = [...(synonyms.get(word) ?? []), ...(alternatives?.get(word) ?? [])];
    const forms = [own, ...apart(word, whole), ...others.map(whole)];
    return forms.length === 1 ? own : `(${forms.join(' | ')})`;
  });
  return { wide: wide.join(any ? ' | ' : ' & '), exact: words.map(quoted).join(' | ') };
}

/** "t-shirt" is also "tshirt", and "t" and "shirt". */
function apart(word: string, whole: (part: string) => string): string[] {
  if (!word.includes('-')) return [];
  const parts = word.split('-');
  return [whole(parts.join('')), `(${parts.map(whole).join(' & ')})`];
}

// Words hold no quotes and no backslashes: see `wordsOf`.
const quoted = (word: string): string => `'${word}'`;
