/** What a run begins with, made once while nothing fails: people, shelves, coupon codes. */
import { shopAt } from '../../shop-at.ts';
import { adminAccount } from '../../shop-process.ts';
import { type AnyShop, newCategory, newProduct } from '../../steps.ts';
import type { History } from './history.ts';
import type { FailureOptions } from './options.ts';
import { CODES, PRODUCTS, SCARCE, USES_OF_A_CODE } from './plan.ts';
import type { Account } from './shopper.ts';

export interface Scenery {
  admin: Account;
  shoppers: Account[];
  products: number[];
  codes: Array<{ id: number; code: string }>;
}

const PLENTY = 1_000_000;
const FEW = 12;

export async function setTheScene(
  originOf: (method: string, path: string) => string,
  { shoppers, orders }: FailureOptions,
  history: History,
): Promise<Scenery> {
  const shop: AnyShop = shopAt(originOf, adminAccount);
  const admin = await shop.admin();
  const category = await newCategory(shop, admin);
  const products = await Promise.all(
    Array.from({ length: PRODUCTS }, async (_, index) => {
      const quantity = index < SCARCE ? FEW : PLENTY;
      const price = `${10 + index}.00`;
      const { id } = await newProduct(shop, admin, { category: category.id, quantity, price, title: `Lamp ${index}` });
      history.putIn.set(id, quantity);
      history.prices.set(id, new Set([price]));
      return id as number;
    }),
  );
  const codes = await Promise.all(
    Array.from({ length: CODES }, async (_, index) => {
      const code = `LAMP${index}`;
      const body = { code, kind: 'coupon', value: '3.00', usageLimit: USES_OF_A_CODE, perUserLimit: orders };
      const { id } = await shop.expect(201, 'POST', '/discounts', { token: admin.token, body });
      return { id, code };
    }),
  );
  const people: Account[] = [];
  for (let index = 0; index < shoppers; index += 1) people.push(await shop.signUp({ name: `Shopper ${index}` }));
  return { admin, shoppers: people, products, codes };
}
