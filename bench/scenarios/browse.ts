/** What visitors without an account do most: look at a product, walk through a category, search. */
import { anyOf, type Scenario } from './scenario.ts';

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

/** Half of the searches are for a word that many products have, half for one that few have. */
export const search: Scenario = {
  key: 'search',
  title: 'search',
  reference: 'bare',
  async visit({ shop, expect }) {
    const { common, uncommon } = shop.stage.words;
    const words = Math.random() < 0.5 ? anyOf(common) : anyOf(uncommon);
    await expect(200, { method: 'GET', path: `/products?q=${encodeURIComponent(words)}` });
  },
};
