/**
 * What a role may do. Permissions are fixed by the code that asks for them; roles are data, and these are the five that
 * every shop starts with. "Own" is decided by the query that uses the id, never by the permission alone.
 */
import { type Access, holding } from '#platform/contract/route.ts';

export const permissions = {
  'products.write': 'Create products and change, stock and picture one’s own.',
  'products.manage': 'Create and change the products of any seller, and of the house.',
  'categories.manage': 'Create, rename, move and delete categories.',
  'discounts.write': 'Create discount codes for one’s own products.',
  'discounts.manage': 'Create and change any discount code, also for the whole shop.',
  'shipping.manage': 'Set shipping methods and what they cost.',
  'tax.manage': 'Set tax rates.',
  'carts.read_all': 'Read anyone’s cart.',
  'orders.read_all': 'Read all orders and shipments.',
  'orders.manage': 'Move, cancel and note any order, and assign shipments.',
  'orders.fulfil': 'See and ship the order lines of one’s own products.',
  'shipments.deliver': 'See and move the shipments that one was given to deliver.',
  'payments.read_all': 'Read all payments, receipts and invoices.',
  'payments.refund': 'Give money back.',
  'earnings.read': 'See the invoices, balance and statement of one’s own sales.',
  'ledger.read': 'Read the ledger and what every seller earns.',
  'ledger.manage': 'Book what gateways brought to the bank.',
  'payouts.manage': 'Pay sellers out, and see their whole account numbers in the file for the bank.',
  'commissions.manage': 'Set what the shop keeps of each sale.',
  'users.read': 'Read all users and their sessions.',
  'users.read_buyers': 'Read the users who ordered one’s own products.',
  'users.manage': 'Create, block and erase users and end their sessions.',
  'roles.manage': 'Create roles, choose their permissions and give them to users.',
  'sellers.manage': 'Approve and reject sellers.',
  'audit.read': 'Read the audit log.',
  'debug.auth': 'See one’s decoded identity outside development.',
} as const satisfies Record<string, string>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

/** Access for users who hold one of the permissions; a misspelt one does not compile. */
export const needs = (...anyOf: [Permission, ...Permission[]]): Access => holding(...anyOf);

export interface BuiltInRole {
  /** Fixed: programs send `roleIds: [1]`. */
  id: number;
  name: string;
  about: string;
  permissions: readonly Permission[];
  /** How a visitor comes by it at sign-up: at once, after approval, or only from an admin. */
  signup: 'free' | 'after-approval' | 'never';
}

export const builtInRoles = [
  { id: 1, name: 'customer', about: 'Shops, pays, follows orders.', permissions: [], signup: 'free' },
  {
    id: 2,
    name: 'seller',
    about: 'Sells products and ships the orders for them.',
    permissions: ['products.write', 'discounts.write', 'orders.fulfil', 'users.read_buyers', 'earnings.read'],
    signup: 'after-approval',
  },
  { id: 3, name: 'admin', about: 'Runs the shop: may do everything.', permissions: permissionNames, signup: 'never' },
  {
    id: 4,
    name: 'delivery',
    about: 'Delivery partner: brings the shipments assigned to them.',
    permissions: ['shipments.deliver'],
    signup: 'never',
  },
  {
    id: 5,
    name: 'support',
    about: 'Helps shoppers: reads, and changes nothing.',
    permissions: ['users.read', 'orders.read_all', 'payments.read_all', 'carts.read_all'],
    signup: 'never',
  },
] as const satisfies readonly BuiltInRole[];

/** The shop itself sells under this user id; the user service reserves it for a user who cannot sign in. */
export const HOUSE_SELLER_ID = 1;
