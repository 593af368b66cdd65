/**
 * How to make a valid call of every route, and who of those whom its rule lets in gets what he asks for. A route that is
 * missing here fails the access test: access is denied until somebody has thought about it.
 */
import type { Call } from './call.ts';
import { cart } from './cart.ts';
import { integration } from './integration.ts';
import { order } from './order.ts';
import { payment } from './payment.ts';
import { product } from './product.ts';
import { user } from './user.ts';

export const calls: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  user,
  product,
  cart,
  order,
  payment,
  integration,
};
