/**
 * Buyers by the thousand: nobody signs up or in, their calls go straight to the services in the name of a user who is
 * made up. As many are under way at once as a busy server has connections.
 */
import type { TestShop } from '#apps/server/src/testing.ts';
import { cartApi } from '#contracts/cart/api.ts';
import { orderApi } from '#contracts/order/api.ts';
import { type Client, createClient } from '#platform/contract/client.ts';
import type { Api } from '#platform/contract/route.ts';
import { isProblem } from '#platform/errors/problem.ts';
import { createLogger } from '#platform/log/log.ts';
import { type Context, systemContext } from '#platform/service/context.ts';
import { localTransport } from '#platform/transport/local.ts';
import { address } from '../steps.ts';

export interface Buyers {
  /** So many who never were here before, each with these lines in the cart, and a code if there is one. */
  fill(count: number, productId: number, code?: string): Promise<number[]>;
  /** All of them at once: the numbers of those who got an order, and how often each refusal came. */
  placeAll(users: readonly number[], key?: string): Promise<{ placed: number; refused: Record<string, number> }>;
}

const AT_ONCE = 500;
const FIRST_USER = 1_000_000;

export function buyersOf(shop: TestShop): Buyers {
  const log = createLogger({ level: 'silent', pretty: false });
  const clientOf = <A extends Api>(api: A, target: string): Client<A> => {
    const part = shop.parts.find(({ operations }) => operations.has(target))!;
    return createClient(api, localTransport({ self: 'server', target, operations: () => part.operations.get(target) }));
  };
  const cart = clientOf(cartApi, 'cart');
  const order = clientOf(orderApi, 'order');
  let last = FIRST_USER;

  const as = (userId: number, key?: string): Context => ({
    ...systemContext(log, `buyer-${userId}`, 120_000),
    idempotencyKey: key ?? null,
    caller: {
      userId,
      email: `u${userId}@shop.test`,
      name: `Buyer ${userId}`,
      sessionId: 'test',
      roles: [],
      permissions: new Set(),
      expiresAtS: Date.now() / 1_000 + 300,
    },
  });

  return {
    async fill(count, productId, code) {
      const users = Array.from({ length: count }, () => ++last);
      await inLanes(users, async (userId) => {
        await cart.addToCart({ body: { productId, quantity: 1 } }, as(userId));
        if (code) await cart.applyDiscount({ body: { discountCode: code } }, as(userId));
      });
      return users;
    },
    async placeAll(users, key) {
      const refused: Record<string, number> = {};
      let placed = 0;
      await inLanes(users, async (userId) => {
        try {
          await order.placeOrder({ body: { shippingAddress: address } }, as(userId, key));
          placed += 1;
        } catch (error) {
          if (!isProblem(error)) throw error;
          refused[error.code] = (refused[error.code] ?? 0) + 1;
        }
      });
      return { placed, refused };
    },
  };
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
}
