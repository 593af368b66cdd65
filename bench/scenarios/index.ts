/** All scenarios, in the order of the table. */
import { categoryList, productDetail, searchCommon, searchRare } from './browse.ts';
import { addToCart, getCart } from './cart.ts';
import { flashSale } from './flash-sale.ts';
import { login } from './login.ts';
import { checkout, placement } from './order.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  productDetail,
  categoryList,
  searchCommon,
  searchRare,
  getCart,
  addToCart,
  placement,
  flashSale,
  checkout,
  login,
];
