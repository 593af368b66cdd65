/** From what a shopper types to words, and from words to what is searched for. */

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

/** One way in which a word may stand in a product: as these words, all of them. */
export interface Form {
  words: readonly string[];
  /** Unfinished: any word that begins so. */
  prefix?: boolean;
}

export interface SearchExpressions {
  /** What matches: for each word one of its forms. The last word may be unfinished. */
  wide: readonly (readonly Form[])[];
  /** One of the words is enough. */
  any: boolean;
  /** Titles alone are looked at. */
  inTitle: boolean;
  /** What ranks higher: the words as they were typed. */
  exact: readonly string[];
}

export interface Reading {
  /** Corrections of misspelt words. */
  alternatives?: ReadonlyMap<string, readonly string[]>;
  any?: boolean;
  inTitle?: boolean;
}

export function expressionsOf(
  words: readonly string[],
  synonyms: Synonyms,
  { alternatives, any = false, inTitle = false }: Reading = {},
): SearchExpressions {
  const wide = words.map((word, index): Form[] => {
    const own: Form = index === words.length - 1 ? { words: [word], prefix: true } : { words: [word] };
    const others = [...(synonyms.get(word) ?? []), ...(alternatives?.get(word) ?? [])];
    return [own, ...apart(word), ...others.map((other) => ({ words: other.split(' ') }))];
  });
  return { wide, any, inTitle, exact: words };
}

/** "t-shirt" is also "tshirt", and "t" and "shirt". */
function apart(word: string): Form[] {
  if (!word.includes('-')) return [];
  const parts = word.split('-');
  return [{ words: [parts.join('')] }, { words: parts }];
}
