/** A shop for the order service's own tests: sellers with products, shoppers with carts, and paying on the sandbox. */

import { orderInvariants } from '#apps/server/src/order-invariants.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { until } from '#platform/testing/until.ts';

export interface Person {
  id: number;
  email: string;
  token: string;
}

interface Request {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Response {
  status: number;
  headers: Headers;
  body: any;
}

/** What is used of the whole shop; a service does not know who composes it. */
interface Shop {
  admin(): Promise<Person>;
  signUp(options?: { roles?: string[]; name?: string }): Promise<Person>;
  request(method: string, path: string, request?: Request): Promise<Response>;
  expect(status: number, method: string, path: string, request?: Request): Promise<any>;
  sql<T = any>(text: string, values?: unknown[]): Promise<T[]>;
}

export interface OrderShop {
  admin: Person;
  product(fields?: Record<string, unknown>, seller?: Person): Promise<any>;
  add(user: Person, product: { id: number }, quantity?: number): Promise<any>;
  /** A new shopper with these in the cart. */
  shopperWith(...products: { id: number }[]): Promise<Person>;
  /** Asks for an order of the cart; the answer is the caller's to judge. */
  tryToPlace(user: Person, body?: object, headers?: Record<string, string>): Promise<Response>;
  place(user: Person, body?: object): Promise<any>;
  order(user: Person, id: number): Promise<any>;
  /** Opens a payment; answers where to decide it. */
  initiate(user: Person, orderId: number): Promise<any>;
  decide(url: string, action: 'approve' | 'decline'): Promise<Response>;
  /** Pays on the sandbox and waits until the order is completed. */
  pay(user: Person, orderId: number): Promise<any>;
  /** A new shopper's paid order of these. */
  paidOrder(...products: { id: number }[]): Promise<{ user: Person; order: any }>;
  quantityOf(product: { id: number }): Promise<number>;
  cartOf(user: Person): Promise<any>;
  /** The answer's status and code in one line. */
  said(response: Response): string;
}

let names = 0;

export async function orderShop(shop: Shop): Promise<OrderShop> {
  const admin = await shop.admin();
  const name = `Lamps ${++names}`;
  const { id: category } = await shop.expect(201, 'POST', '/categories', { token: admin.token, body: { name } });

  const it: OrderShop = {
    admin,
    product: (fields = {}, seller = admin) =>
      shop.expect(201, 'POST', '/products', {
        token: seller.token,
        body: { title: `Lamp ${++names}`, price: '20.00', quantity: 10, category, ...fields },
      }),
    add: (user, { id }, quantity = 1) =>
      shop.expect(201, 'POST', '/cart/items', { token: user.token, body: { productId: id, quantity } }),
    async shopperWith(...products) {
      const user = await shop.signUp();
      for (const product of products) await it.add(user, product);
      return user;
    },
    tryToPlace: (user, body = {}, headers = {}) =>
      shop.request('POST', '/orders', {
        token: user.token,
        body: { shippingAddress: exampleAddress, ...body },
        headers,
      }),
    place: (user, body = {}) =>
      shop.expect(201, 'POST', '/orders', { token: user.token, body: { shippingAddress: exampleAddress, ...body } }),
    order: (user, id) => shop.expect(200, 'GET', `/orders/${id}`, { token: user.token }),
    initiate: (user, orderId) =>
      shop.expect(201, 'POST', '/payment/service', { token: user.token, body: { orderId, gateway: 'sandbox' } }),
    decide: (url, action) =>
      shop.request('POST', new URL(url).pathname, { body: { action }, headers: { accept: 'application/json' } }),
    async pay(user, orderId) {
      const { url } = await it.initiate(user, orderId);
      await it.decide(url, 'approve');
      return until('the order to be completed', async () => {
        const order = await it.order(user, orderId);
        return order.status === 'completed' && order;
      });
    },
    async paidOrder(...products) {
      const user = await it.shopperWith(...products);
      const { id } = await it.place(user);
      return { user, order: await it.pay(user, id) };
    },
    quantityOf: async ({ id }) => (await shop.expect(200, 'GET', `/products/${id}`)).quantity,
    cartOf: (user) => shop.expect(200, 'GET', '/cart', { token: user.token }),
    said: ({ status, body }) => `${status} ${body?.code ?? ''}`.trim(),
  };
  return it;
}

/** The order service's own invariants that do not hold, each with a row that breaks it. */
export async function brokenOrders(shop: Pick<Shop, 'sql'>): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, violations } of orderInvariants) {
    const [row] = await shop.sql(violations);
    if (row) broken.push(`${name}: ${JSON.stringify(row)}`);
  }
  return broken;
}
