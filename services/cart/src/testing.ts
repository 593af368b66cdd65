/** A shop for the cart's own tests: products to put in, and the order service's side of a claim. */

import type { cartApi } from '#contracts/cart/api.ts';
import type { ClaimedCart, ClaimRequest } from '#contracts/cart/schemas.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { createClient } from '#platform/contract/client.ts';
import { createLogger } from '#platform/log/log.ts';
import { type Context, systemContext } from '#platform/service/context.ts';
import type { Database } from '#platform/sql/database.ts';
import type { Operation } from '#platform/transport/invoke.ts';
import { localTransport } from '#platform/transport/local.ts';
import { cartService } from './service.ts';
import { giveBackUses } from './store/uses.ts';

interface Person {
  id: number;
  token: string;
}

/** What is used of the whole shop; a service does not know who composes it. */
interface Shop {
  parts: readonly {
    operations: ReadonlyMap<string, ReadonlyMap<string, Operation>>;
    databases: ReadonlyMap<string, { database: Database<any> }>;
  }[];
  admin(): Promise<Person>;
  signUp(): Promise<Person>;
  sql(text: string): Promise<any[]>;
  close(): Promise<void>;
  expect(status: number, method: string, path: string, request?: { token?: string; body?: unknown }): Promise<any>;
}

export interface NewTestProduct {
  price?: string;
  quantity?: number;
  category?: number;
  [field: string]: unknown;
}

export interface CartShop<S> {
  shop: S;
  admin: Person;
  category: number;
  newProduct(fields?: NewTestProduct, seller?: Person): Promise<any>;
  newDiscount(fields: Record<string, unknown>, by?: Person): Promise<any>;
  /** A user with these products in the cart, one of each unless said otherwise. */
  shopperWith(products: any[], quantity?: number): Promise<Person>;
  add(user: Person, product: any, quantity?: number): Promise<any>;
  cartOf(user: Person): Promise<any>;
  /** As the order service calls. */
  claim(request: Partial<ClaimRequest> & { orderId: number }, context?: Partial<Context>): Promise<ClaimedCart>;
  finish(orderId: number): Promise<{ finished: boolean }>;
  release(orderId: number): Promise<{ released: boolean }>;
  /** Ids of orders that no other test uses. */
  nextOrder(): number;
  /** Releases what these orders still hold, for none of them exists; then the shop's invariants must hold. */
  close(): Promise<void>;
}

/** Above all that a test shop makes itself. */
const FIRST_ORDER = 1_000;
let orders = FIRST_ORDER;
let names = 0;

export async function cartShop<S extends Shop>(shop: S): Promise<CartShop<S>> {
  const admin = await shop.admin();
  const { id: category } = await shop.expect(201, 'POST', '/categories', {
    token: admin.token,
    body: { name: 'Lamps' },
  });
  const part = shop.parts.find((candidate) => candidate.operations.has('cart'))!;
  const client = createClient<typeof cartApi>(
    cartService.api as typeof cartApi,
    localTransport({ self: 'order', target: 'cart', operations: () => part.operations.get('cart') }),
  );
  const log = createLogger({ level: 'silent', pretty: false });
  const asOrder = (context: Partial<Context> = {}): Context => ({ ...systemContext(log, 'test'), ...context });

  const release = (orderId: number) => client.releaseClaim({ body: { orderId } }, asOrder());

  return {
    shop,
    admin,
    category,
    newProduct: (fields = {}, seller = admin) =>
      shop.expect(201, 'POST', '/products', {
        token: seller.token,
        body: { title: `Lamp ${++names}`, price: '100.00', quantity: 1_000, category, ...fields },
      }),
    newDiscount: (fields, by = admin) =>
      shop.expect(201, 'POST', '/discounts', {
        token: by.token,
        body: { code: `CODE${++names}`, kind: 'percentage', value: '10', ...fields },
      }),
    async shopperWith(products, quantity = 1) {
      const user = await shop.signUp();
      await shop.expect(201, 'POST', '/cart/items', {
        token: user.token,
        body: products.map(({ id }) => ({ productId: id, quantity })),
      });
      return user;
    },
    add: (user, product, quantity = 1) =>
      shop.expect(201, 'POST', '/cart/items', { token: user.token, body: { productId: product.id, quantity } }),
    cartOf: (user) => shop.expect(200, 'GET', '/cart', { token: user.token }),
    claim: (request, context) =>
      client.claim({ body: { shippingAddress: exampleAddress, ...request } }, asOrder(context)),
    finish: (orderId) => client.finish({ body: { orderId } }, asOrder()),
    release,
    nextOrder: () => ++orders,
    async close() {
      const claimed = await shop.sql('select claimed_by as id from haat_cart.cart where claimed_by is not null');
      await Promise.all(claimed.map(({ id }) => release(Number(id))));
      // Orders that only these tests know of end as cancelled ones do.
      const unknown = await shop.sql(
        `select distinct order_id as id from haat_cart.discount_use where order_id > ${FIRST_ORDER}`,
      );
      await part.databases.get('cart')!.database.tx((tx) =>
        giveBackUses(
          tx,
          unknown.map(({ id }) => Number(id)),
        ),
      );
      await shop.close();
    },
  };
}
