/**
 * Which answers two actions may get that begin at the same moment. What is not named here does not touch: both answer
 * as if they were alone. A line reads: when the first answers so, the second may answer one of these.
 */
import type { ActionName } from './actions.ts';

export const alone: Record<ActionName, string> = {
  place: '201',
  add: '201',
  update: '200',
  coupon: '200',
  cancel: '200',
  pay: '303',
  expiry: 'looked',
  stock: '201',
  price: '200',
  logout: '200',
};

type Allowed = Readonly<Record<string, readonly string[]>>;

/** By pair, the names in the order of the actions. */
const together: Record<string, Allowed> = {
  // One cart makes one order.
  'place place': { 201: ['cart.claimed', 'cart.empty'], 'cart.claimed': ['201'], 'cart.empty': ['201'] },
  // Before the order, in its way, or after it: then the cart is empty.
  'place add': { 201: ['201', 'cart.claimed'] },
  'place update': { 201: ['200', 'cart.claimed', 'cart.item_not_found'] },
  'place coupon': { 201: ['200', 'cart.claimed'] },
  // All units can go to one of the two.
  'place stock': { 201: ['stock.insufficient'], 'stock.insufficient': ['201'] },
  // Nobody pays a price that was not shown.
  'place price': { 201: ['200'], 'cart.changed': ['200'] },
  'add stock': { 201: ['201'], 'stock.insufficient': ['201'] },
  'update stock': { 200: ['201'], 'stock.insufficient': ['201'] },
  'stock stock': { 201: ['stock.insufficient'], 'stock.insufficient': ['201'] },
  'cancel cancel': { 200: ['order.bad_transition'], 'order.bad_transition': ['200'] },
  // Paid and then cancelled gives the money back; cancelled first, there is nothing to pay any more.
  'cancel pay': { 200: ['303', 'payment.bad_transition'] },
  'cancel expiry': { 200: ['looked'], 'order.bad_transition': ['looked'] },
  'pay pay': { 303: ['303', 'payment.bad_transition'], 'payment.bad_transition': ['303'] },
  'pay expiry': { 303: ['looked'], 'payment.bad_transition': ['looked'] },
  'logout logout': { 200: ['200', 'auth.session_ended'], 'auth.session_ended': ['200'] },
  // Who is signed out while he asks is answered, or told so.
  ...Object.fromEntries(
    (['place', 'add', 'update', 'coupon', 'cancel'] as const).map((name) => [
      `${name} logout`,
      { [alone[name]]: ['200'], 'auth.session_ended': ['200'] },
    ]),
  ),
};

export function mayHappen(first: [ActionName, string], second: [ActionName, string]): boolean {
  const [[a, saidA], [b, saidB]] = [first, second];
  const straight = together[`${a} ${b}`];
  if (straight) return straight[saidA]?.includes(saidB) ?? false;
  const turned = together[`${b} ${a}`];
  if (turned) return turned[saidB]?.includes(saidA) ?? false;
  return saidA === alone[a] && saidB === alone[b];
}
