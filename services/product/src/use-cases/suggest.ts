/** Suggestions as one types: categories and products that begin so, and what a misspelt word may have meant. */
import type { productApi } from '#contracts/product/api.ts';
import type { Suggestions } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import type { ProductService } from '../base.ts';
import { pictureUrl } from '../domain/image-url.ts';
import { wordsOf } from '../domain/search-words.ts';
import { type SuggestedProduct, suggestProducts } from '../store/search.ts';
import { interpretations } from './search-words.ts';

type Suggestion = Suggestions['items'][number];

const MAX_CATEGORIES = 3;

export async function suggest(
  product: ProductService,
  { query }: Input<typeof productApi.suggest>,
): Promise<Suggestions> {
  const words = wordsOf(query.q);
  if (words.length === 0) return { items: [] };
  const categories = await matchingCategories(product, words, Math.min(MAX_CATEGORIES, query.limit));
  const left = query.limit - categories.length;
  const items: Suggestion[] = [...categories];
  for await (const { expressions, corrections } of interpretations(product, words, { inTitle: true })) {
    const found = left > 0 ? await suggestProducts(product.database, expressions, left) : [];
    if (found.length === 0) continue;
    if (corrections) items.unshift(didYouMean(words, corrections));
    items.push(...found.map(productSuggestion));
    break;
  }
  return { items: items.slice(0, query.limit) };
}

async function matchingCategories(product: ProductService, words: readonly string[], limit: number) {
  const { inOrder } = await product.categories.read();
  const matching = inOrder.filter((node) => {
    const names = wordsOf(node.name);
    return words.every((word) => names.some((name) => name.startsWith(word)));
  });
  return matching.slice(0, limit).map(
    ({ id, name, slug }): Suggestion => ({
      kind: 'category',
      text: name,
      productId: null,
      categoryId: id,
      slug,
      image: null,
    }),
  );
}

function didYouMean(words: readonly string[], corrections: ReadonlyMap<string, readonly string[]>): Suggestion {
  const text = words.map((word) => corrections.get(word)?.[0] ?? word).join(' ');
  return { kind: 'query', text, productId: null, categoryId: null, slug: null, image: null };
}

const productSuggestion = ({ id, title, slug, picture_hash, url }: SuggestedProduct): Suggestion => ({
  kind: 'product',
  text: title,
  productId: id,
  categoryId: null,
  slug,
  image: picture_hash === null ? url : pictureUrl(picture_hash, 320),
});
