/** What visitors without an account do most: look at a product, walk through a category, search. */
import { commonWords, titleWords } from '../catalogue.ts';
import { anyOf, type Scenario, UnexpectedAnswer, type Visitor } from './scenario.ts';

export const productDetail: Scenario = {
  key: 'product',
  title: 'product detail',
  reference: 'bare',
  target: 0.5,
  async visit({ shop, expect }) {
    await expect(200, { method: 'GET', path: `/products/${anyOf(shop.stage.productIds)}` });
  },
};

export const categoryList: Scenario = {
  key: 'category',
  title: 'category list',
  reference: 'bare',
  target: 0.2,
  async visit({ shop, expect }) {
    await expect(200, { method: 'GET', path: `/products?category=${anyOf(shop.stage.categoryIds)}&limit=20` });
  },
};

/** One word that many products have and many shoppers type. */
export const searchCommon: Scenario = {
  key: 'search',
  title: 'search, common',
  reference: 'bare',
  async visit({ expect }) {
    await find(expect, anyOf(commonWords));
  },
};

/** Three words of one product's title: nearly every search is the first of its kind, so no cache can help. */
export const searchRare: Scenario = {
  key: 'search-rare',
  title: 'search, rare',
  reference: 'bare',
  async visit({ shop, expect }) {
    const words = titleWords(Math.floor(Math.random() * shop.stage.productIds.length));
    const left = Math.floor(Math.random() * words.length);
    await find(expect, [...words.slice(left), ...words.slice(0, left)].slice(0, 3).join(' '));
  },
};

async function find(expect: Visitor['expect'], words: string): Promise<void> {
  const reply = await expect(200, { method: 'GET', path: `/products?q=${encodeURIComponent(words)}` });
  if (!reply.text().includes('"price"')) throw new UnexpectedAnswer('A search for words of a title found nothing.');
}
