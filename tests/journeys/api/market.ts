/** A shop for rows of the API: somebody of each kind, a category, and products with stock enough for all of them. */
import { openTestShop } from '#apps/server/src/testing.ts';
import { newCategory, newProduct, newSeller } from '../../steps.ts';
import type { Stage } from './rows.ts';

export async function openMarket(stage: Stage): Promise<void> {
  const shop = await openTestShop();
  const [admin, seller, rival, partner, buyer, other] = await Promise.all([
    shop.admin(),
    newSeller(shop, 'Gulmohar'),
    newSeller(shop, 'Neem'),
    shop.signUp({ roles: ['delivery'] }),
    shop.signUp(),
    shop.signUp(),
  ]);
  const people = { admin, seller, rival, partner, buyer, other };
  const tokens = Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.token]));
  const category = await newCategory(shop, admin);
  const diya = await newProduct(shop, seller, { price: '20', quantity: 1_000, category: category.id });
  Object.assign(stage, { shop, ...people, tokens, category, diya });
}
