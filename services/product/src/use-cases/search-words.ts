/**
 * How the words of a search may be meant, the strictest way first: all of them; all with misspelt ones corrected to
 * words of the catalogue; any of them.
 */
import type { ProductService } from '../base.ts';
import { expressionsOf, type SearchExpressions } from '../domain/search-words.ts';
import { correctionsOf } from '../store/search.ts';

export interface Interpretation {
  stage: number;
  expressions: SearchExpressions;
  /** By the word that was typed. */
  corrections?: ReadonlyMap<string, readonly string[]>;
}

/** `only`: the stage that a page before was found by; null: all of them. */
export async function* interpretations(
  product: ProductService,
  words: readonly string[],
  { only = null, inTitle = false }: { only?: number | null; inTitle?: boolean } = {},
): AsyncGenerator<Interpretation> {
  if (words.length === 0) return;
  const { synonyms } = product;
  if (only === null || only === 0) yield { stage: 0, expressions: expressionsOf(words, synonyms, { inTitle }) };
  if (only === 0) return;
  const alternatives = await correctionsOf(product.database, words);
  if ((only === null || only === 1) && alternatives.size > 0) {
    yield {
      stage: 1,
      expressions: expressionsOf(words, synonyms, { alternatives, inTitle }),
      corrections: alternatives,
    };
  }
  if ((only === null || only === 2) && words.length > 1) {
    yield { stage: 2, expressions: expressionsOf(words, synonyms, { alternatives, inTitle, any: true }) };
  }
}
