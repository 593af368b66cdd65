/** What people do in a shop, one call each, so that a journey reads as a story. Each fails unless the shop answers as it should. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestResponse, TestShop, TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';

export const unique = (word: string): string => `${word}-${randomUUID().slice(0, 8)}`;

export const address = {
  name: 'Asha Rao',
  line1: '14, 3rd Cross',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560011',
  country: 'IN',
} as const;

/** What the steps need of a shop: one opened by a test, or any that answers at an address. */
export type AnyShop = Pick<TestShop, 'url' | 'request' | 'expect' | 'signUp' | 'admin'>;

type Fields = Record<string, unknown>;
type Line = { productId: number; quantity: number };

/** A seller as the shop gets one: asks, is approved, signs in again. */
export async function newSeller(shop: AnyShop, shopName: string): Promise<TestUser> {
  const applicant = await shop.signUp({ name: shopName });
  await shop.expect(201, 'POST', '/sellers', { token: applicant.token, body: { shopName } });
  const admin = await shop.admin();
  await shop.expect(200, 'POST', `/sellers/${applicant.id}/approve`, { token: admin.token });
  return signInAgain(shop, applicant);
}

export async function signInAgain(shop: AnyShop, user: TestUser): Promise<TestUser> {
  const { email, password } = user;
  const answer = await shop.expect(200, 'POST', '/login', { body: { email, password } });
  return { ...user, token: answer.accessToken, refreshToken: answer.refreshToken };
}

export function newCategory(shop: AnyShop, admin: TestUser, fields: Fields = {}): Promise<any> {
  const body = { name: 'Lamps', slug: unique('lamps'), ...fields };
  return shop.expect(201, 'POST', '/categories', { token: admin.token, body });
}

export function newProduct(shop: AnyShop, seller: TestUser, fields: Fields & { category: number }): Promise<any> {
  const body = { title: 'Brass diya', description: 'A small oil lamp.', price: '100.00', quantity: 50, ...fields };
  return shop.expect(201, 'POST', '/products', { token: seller.token, body });
}

export const readProduct = (shop: AnyShop, id: number): Promise<any> => shop.expect(200, 'GET', `/products/${id}`);

export const readCart = (shop: AnyShop, buyer: TestUser): Promise<any> =>
  shop.expect(200, 'GET', '/cart', { token: buyer.token });

export const addToCart = (shop: AnyShop, buyer: TestUser, line: Line): Promise<any> =>
  shop.expect(201, 'POST', '/cart/items', { token: buyer.token, body: line });

export function tryToPlace(
  shop: AnyShop,
  buyer: TestUser,
  fields: Fields = {},
  headers: Record<string, string> = {},
): Promise<TestResponse> {
  return shop.request('POST', '/orders', {
    token: buyer.token,
    headers,
    body: { shippingAddress: address, ...fields },
  });
}

export async function place(shop: AnyShop, buyer: TestUser, fields: Fields = {}): Promise<any> {
  const response = await tryToPlace(shop, buyer, fields);
  assert.equal(response.status, 201, JSON.stringify(response.body));
  return response.body;
}

/** Puts exactly these lines into the cart and orders them. */
export async function order(shop: AnyShop, buyer: TestUser, lines: Line | Line[], fields: Fields = {}): Promise<any> {
  await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
  await shop.expect(201, 'POST', '/cart/items', { token: buyer.token, body: { items: [lines].flat() } });
  return place(shop, buyer, fields);
}

export const openPayment = (shop: AnyShop, buyer: TestUser, orderId: number): Promise<any> =>
  shop.expect(201, 'POST', '/api/payment/initiate', { token: buyer.token, body: { order_id: orderId } });

/** What the shopper does on the gateway's page. */
export async function decide(shop: AnyShop, payment: { url: string }, action: 'approve' | 'decline'): Promise<void> {
  await shop.expect(303, 'POST', new URL(payment.url).pathname, { body: { action } });
}

export const readOrder = (shop: AnyShop, reader: TestUser, id: number): Promise<any> =>
  shop.expect(200, 'GET', `/orders/${id}`, { token: reader.token });

export function orderOnce(
  shop: AnyShop,
  reader: TestUser,
  id: number,
  what: string,
  is: (order: any) => boolean,
): Promise<any> {
  return until(`order ${id} is ${what}`, async () => {
    const found = await readOrder(shop, reader, id);
    return is(found) && found;
  });
}

export async function pay(shop: AnyShop, buyer: TestUser, orderId: number): Promise<any> {
  const payment = await openPayment(shop, buyer, orderId);
  await decide(shop, payment, 'approve');
  await orderOnce(shop, buyer, orderId, 'completed', ({ status }) => status === 'completed');
  return payment;
}

export async function paidOrder(shop: AnyShop, buyer: TestUser, lines: Line | Line[]): Promise<any> {
  const placed = await order(shop, buyer, lines);
  await pay(shop, buyer, placed.id);
  return readOrder(shop, buyer, placed.id);
}

export const setStatus = (shop: AnyShop, mover: TestUser, orderId: number, status: string): Promise<any> =>
  shop.expect(200, 'PUT', `/orders/${orderId}/status`, { token: mover.token, body: { status } });

export const ship = (shop: AnyShop, mover: TestUser, orderId: number, fields: Fields = {}): Promise<any> =>
  shop.expect(200, 'PUT', `/api/orders/${orderId}/ship`, {
    token: mover.token,
    body: { carrier: 'India Post', ...fields },
  });

/** All the way to the door, by one who may move it. */
export async function deliver(shop: AnyShop, mover: TestUser, orderId: number): Promise<any> {
  await ship(shop, mover, orderId);
  await setStatus(shop, mover, orderId, 'out_for_delivery');
  return setStatus(shop, mover, orderId, 'delivered');
}
