/**
 * The list: each guard in the source with the test that fails without it, or with the reason why none does. A guard is
 * named by its file, the declaration in which it stands, its kind, and the column or an ordinal where that is not enough.
 */
import { cartGuards } from './guards/cart.ts';
import { orderGuards } from './guards/order.ts';
import { paymentGuards } from './guards/payment.ts';
import { platformGuards } from './guards/platform.ts';
import { productGuards } from './guards/product.ts';
import { userGuards } from './guards/user.ts';

/** The file of the test, and how its name begins. */
export type Proof = readonly [file: string, name: string];
/** No test fails without it, and why that is right: mostly a second net under another guard. */
export type Exemption = string;
/** By file, then by the guard's name. */
export type Guards = Readonly<Record<string, Readonly<Record<string, Proof | Exemption>>>>;

export const guards: Guards = {
  ...platformGuards,
  ...userGuards,
  ...productGuards,
  ...cartGuards,
  ...orderGuards,
  ...paymentGuards,
};

/** Files that hold statements over everybody's rows, which guard nothing: they look. */
export const lookOnly = /^apps\/server\/src\/[\w-]*invariants\.ts$|\/migrations\//;
