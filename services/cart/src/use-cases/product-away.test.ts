/** The product service does not answer: what needs no price goes on, the rest says so at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import type { cartApi } from '#contracts/cart/api.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { productApi } from '#contracts/product/api.ts';
import { createPeerIdentity } from '#platform/auth/peers.ts';
import { createClient } from '#platform/contract/client.ts';
import { createLogger } from '#platform/log/log.ts';
import { type Context, systemContext } from '#platform/service/context.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import { httpTransport } from '#platform/transport/http.ts';
import { openPeer } from '#platform/transport/peer.ts';
import { cartService } from '../service.ts';
import { type CartShop, cartShop } from '../testing.ts';

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';
// Port 9 discards, and nobody listens there.
const peer = openPeer({ name: 'product', urls: 'http://127.0.0.1:9' });
const nobody = httpTransport({ peer, identity: createPeerIdentity(secretKey, 'cart') });

let cart: CartShop<TestShop>;
let alone: Handlers<typeof cartApi>;
before(async () => {
  cart = await cartShop(await openTestShop());
  const base = cart.shop.parts.find((part) => part.bases.has('cart'))!.bases.get('cart')!;
  const started = await cartService.start({ ...base, peers: { product: createClient(productApi, nobody) } });
  alone = started.routes as Handlers<typeof cartApi>;
});
after(async () => {
  await peer.close();
  await cart.close();
});

const log = createLogger({ level: 'silent', pretty: false });
const as = (userId: number): Context => ({
  ...systemContext(log, 'test'),
  caller: { userId, permissions: new Set(['discounts.manage', 'tax.manage']) } as unknown as Context['caller'],
});
const nothing = { params: undefined, query: undefined, body: undefined };
const away = { code: 'service.unavailable', status: 503 };

test('what needs a price is 503, and changes nothing', async () => {
  const product = await cart.newProduct();
  const user = await cart.shopperWith([product]);
  const [{ id }] = (await cart.cartOf(user)).items;
  const me = as(user.id);
  const add = { ...nothing, body: { productId: product.id, quantity: 1 } };
  const refused: Array<() => unknown> = [
    () => alone.getCart(nothing, me),
    () => alone.quoteCart({ ...nothing, body: { shippingAddress: exampleAddress } }, me),
    () => alone.addToCart(add, me),
    () => alone.addToCart(add, as(8_000_001)),
    () => alone.updateCartItem({ ...nothing, params: { id }, body: { quantity: 2 } }, me),
    () =>
      alone.claim(
        { ...nothing, body: { orderId: cart.nextOrder(), userId: user.id, shippingAddress: exampleAddress } },
        me,
      ),
    () =>
      alone.createDiscount(
        { ...nothing, body: { code: 'AWAY', kind: 'fixed', value: '1', productId: product.id } },
        me,
      ),
    () => alone.createTaxRate({ ...nothing, body: { name: 'GST', percent: '5', categoryId: cart.category } }, me),
  ];
  for (const call of refused) await assert.rejects(async () => call(), away, String(call));
  const seen = await cart.cartOf(user);
  assert.deepEqual([seen.itemCount, seen.version], [1, 1]);
});

test('an empty cart answers; lines and codes are removed; claims are finished and released', async () => {
  const product = await cart.newProduct();
  const [user, ordering, giving] = await Promise.all([1, 2, 3].map(() => cart.shopperWith([product])));
  const code = await cart.newDiscount({});
  await cart.shop.expect(200, 'POST', '/cart/discounts', { token: user!.token, body: { discountCode: code.code } });
  const [{ id }] = (await cart.cartOf(user!)).items;
  const [finished, released] = [cart.nextOrder(), cart.nextOrder()];
  await cart.claim({ orderId: finished, userId: ordering!.id });
  await cart.claim({ orderId: released, userId: giving!.id });

  assert.deepEqual(((await alone.getCart(nothing, as(8_000_002))) as any).items, []);
  await alone.removeDiscount({ ...nothing, params: { code: code.code } }, as(user!.id));
  await alone.removeCartItem({ ...nothing, params: { id } }, as(user!.id));
  await alone.clearCart(nothing, as(user!.id));
  assert.deepEqual(await alone.finish({ ...nothing, body: { orderId: finished } }, as(1)), { finished: true });
  assert.deepEqual(await alone.releaseClaim({ ...nothing, body: { orderId: released } }, as(1)), { released: true });
  assert.deepEqual(((await alone.getCart(nothing, as(user!.id))) as any).items, []);
});
