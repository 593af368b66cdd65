/** The people and things of the access tests: one shop with somebody of each kind, and things that belong to some of them. */
import sharp from 'sharp';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { builtInRoles } from '#contracts/common/permissions.ts';
import type { RouteDefinition } from '#platform/contract/route.ts';
import { addToCart, newCategory, newProduct, newSeller, order, pay, signInAgain, unique } from '../steps.ts';

/** Owner of what is tried, where it is a customer's or a seller's: `customer` and `seller`. The rest are strangers to it. */
const roleOf = {
  customer: 'customer',
  stranger: 'customer',
  seller: 'seller',
  otherSeller: 'seller',
  delivery: 'delivery',
  otherDelivery: 'delivery',
  support: 'support',
  admin: 'admin',
} as const;

export type PersonName = keyof typeof roleOf;
export type CallerName = PersonName | 'nobody';
export const personNames = Object.keys(roleOf) as PersonName[];
export const callerNames: readonly CallerName[] = ['nobody', ...personNames];

/** What the route's own rule says of a caller, before any ownership. */
export function passes({ access }: RouteDefinition, caller: CallerName): 'yes' | 'auth.required' | 'auth.forbidden' {
  if (access.kind === 'public' || access.kind === 'guest') return 'yes';
  if (caller === 'nobody') return 'auth.required';
  if (access.kind === 'user') return 'yes';
  const held: readonly string[] = builtInRoles.find((role) => role.name === roleOf[caller])!.permissions;
  return access.kind === 'permission' && access.anyOf.some((name) => held.includes(name)) ? 'yes' : 'auth.forbidden';
}

export interface Cast {
  shop: TestShop;
  people: Record<PersonName, TestUser>;
  category: any;
  /** The seller's, in the customer's orders; and one of the other seller. */
  product: any;
  foreignProduct: any;
  /** The customer's, of the seller's product, paid. */
  order: any;
  payment: any;
  picture: Buffer;
}

export async function openCast(): Promise<Cast> {
  // What a sale earns can be paid out at once.
  const shop = await openTestShop({ environment: { PAYOUT_HOLD_DAYS: '0' } });
  const [customer, stranger, seller, otherSeller, delivery, otherDelivery, support, admin] = await Promise.all([
    shop.signUp(),
    shop.signUp(),
    newSeller(shop, 'Gulmohar'),
    newSeller(shop, 'Neem'),
    shop.signUp({ roles: ['delivery'] }),
    shop.signUp({ roles: ['delivery'] }),
    shop.signUp({ roles: ['support'] }),
    shop.admin(),
  ]);
  const people = { customer, stranger, seller, otherSeller, delivery, otherDelivery, support, admin };
  const category = await newCategory(shop, admin);
  const product = await newProduct(shop, seller, { category: category.id, quantity: 10_000 });
  const foreignProduct = await newProduct(shop, otherSeller, { category: category.id, quantity: 10_000 });
  const placed = await order(shop, customer, { productId: product.id, quantity: 1 });
  const payment = await pay(shop, customer, placed.id);
  const picture = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  return { shop, people, category, product, foreignProduct, order: placed, payment, picture };
}

// What a call may use up is made afresh for it.

export const tokenOf = ({ people }: Cast, caller: CallerName): string | undefined =>
  caller === 'nobody' ? undefined : people[caller].token;

/** A session of its own for a caller, to be ended. */
export const freshToken = async (cast: Cast, caller: CallerName): Promise<string | undefined> =>
  caller === 'nobody' ? undefined : (await signInAgain(cast.shop, cast.people[caller])).token;

export const newcomer = ({ shop }: Cast): Promise<TestUser> => shop.signUp();

export async function applicant(cast: Cast): Promise<TestUser> {
  const person = await newcomer(cast);
  await cast.shop.expect(201, 'POST', '/sellers', { token: person.token, body: { shopName: unique('Neem') } });
  return person;
}

export const ownProduct = ({ shop, people, category }: Cast): Promise<any> =>
  newProduct(shop, people.seller, { category: category.id });

export async function pictured(cast: Cast): Promise<{ product: number; image: any }> {
  const product = await ownProduct(cast);
  const body = pictureForm(cast);
  const path = `/products/${product.id}/images`;
  return {
    product: product.id,
    image: await cast.shop.expect(201, 'POST', path, { token: cast.people.seller.token, body }),
  };
}

export function pictureForm({ picture }: Cast): FormData {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(picture)]), 'lota.png');
  return form;
}

export async function made(cast: Cast, by: PersonName, path: string, body: unknown): Promise<any> {
  return cast.shop.expect(201, 'POST', path, { token: cast.people[by].token, body });
}

/** The caller's cart with one line; a guest's is known by the cookie. */
export async function filledCart(
  cast: Cast,
  caller: CallerName,
): Promise<{ line: number; headers: Record<string, string> }> {
  const { shop, product, people } = cast;
  const body = { productId: product.id, quantity: 1 };
  if (caller !== 'nobody') {
    await shop.expect(204, 'DELETE', '/cart', { token: people[caller].token });
    const { data } = await addToCart(shop, people[caller], body);
    return { line: data.id, headers: {} };
  }
  const added = await shop.request('POST', '/cart/items', { body });
  return { line: added.body.data.id, headers: { cookie: added.headers.getSetCookie()[0]!.split(';')[0]! } };
}

/** An order of the customer: waiting for a payment, or for cash. */
export const pendingOrder = ({ shop, people, product }: Cast, fields = {}): Promise<any> =>
  order(shop, people.customer, { productId: product.id, quantity: 1 }, fields);
export const cashOrder = (cast: Cast): Promise<any> => pendingOrder(cast, { paymentMethod: 'cod' });

export async function openedPayment(cast: Cast): Promise<any> {
  const { id: orderId } = await pendingOrder(cast);
  return made(cast, 'customer', '/payment/service', { orderId });
}

/** The shipment of an order of the customer, given to the delivery partner. */
export async function givenShipment(cast: Cast): Promise<any> {
  const placed = await cashOrder(cast);
  const { shop, people } = cast;
  const [{ id }] = (await shop.expect(200, 'GET', `/orders/${placed.id}`, { token: people.admin.token })).shipments;
  const body = { userId: people.delivery.id };
  return shop.expect(200, 'POST', `/shipments/${id}/assign`, { token: people.admin.token, body });
}

export async function deliveredOrder(cast: Cast): Promise<any> {
  const { orderId, id } = await givenShipment(cast);
  const { shop, people } = cast;
  for (const status of ['shipped', 'out_for_delivery', 'delivered']) {
    await shop.expect(200, 'PUT', `/shipments/${id}`, { token: people.admin.token, body: { status } });
  }
  return shop.expect(200, 'GET', `/orders/${orderId}`, { token: people.customer.token });
}
