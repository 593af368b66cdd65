/** Reading a cart of three lines, and adding to one. */
import { anyOf, type Scenario, type Shop } from './scenario.ts';

const LINES = 3;

async function fillCarts(shop: Shop): Promise<void> {
  await shop.forEachBuyer(async ({ buyer, expect }) => {
    await expect(204, { method: 'DELETE', path: '/cart', token: buyer.token });
    const items = Array.from({ length: LINES }, () => ({ productId: anyOf(shop.stage.productIds), quantity: 1 }));
    await expect(201, { method: 'POST', path: '/cart/items', token: buyer.token, body: { items } });
  });
}

export const getCart: Scenario = {
  key: 'get-cart',
  title: 'get cart',
  reference: 'bare',
  target: 0.12,
  before: fillCarts,
  async visit({ buyer, expect }) {
    await expect(200, { method: 'GET', path: '/cart', token: buyer.token });
  },
};

/** Each buyer has favourites, so a cart stays as long as carts are, and grows in quantity. */
export const addToCart: Scenario = {
  key: 'add-to-cart',
  title: 'add to cart',
  reference: 'bare',
  target: 0.08,
  before: fillCarts,
  async visit({ shop, buyer, expect }) {
    const { productIds } = shop.stage;
    const favourite = buyer.id * 7 + Math.floor(Math.random() * LINES);
    const productId = productIds[favourite % productIds.length];
    await expect(201, {
      method: 'POST',
      path: '/cart/items',
      token: buyer.token,
      body: { productId, quantity: 1 },
    });
  },
};
