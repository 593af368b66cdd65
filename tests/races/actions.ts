/** What can happen to a scene, each as one call: what it answers, and what it did. */
import type { OrderService } from '#services/order/src/base.ts';
import { expireOrders } from '#services/order/src/use-cases/expire-orders.ts';
import { address } from '../steps.ts';
import type { Scene } from './scene.ts';

/** `201`, or the code of the refusal. */
export interface Outcome {
  said: string;
  body: any;
}

type Action = (scene: Scene) => Promise<Outcome>;

function asShopper(method: string, path: (scene: Scene) => string, bodyOf?: (scene: Scene) => object): Action {
  return (scene) => ask(scene, method, path(scene), scene.shopper.token, bodyOf?.(scene));
}

function asAdmin(method: string, path: (scene: Scene) => string, bodyOf: (scene: Scene) => object): Action {
  return (scene) => ask(scene, method, path(scene), scene.stage.admin.token, bodyOf(scene));
}

async function ask(
  scene: Scene,
  method: string,
  path: string,
  token: string | undefined,
  body?: object,
): Promise<Outcome> {
  const response = await scene.stage.shop.request(method, path, { token, body });
  return { said: response.status < 400 ? String(response.status) : response.body.code, body: response.body };
}

export const actions = {
  place: asShopper(
    'POST',
    () => '/orders',
    () => ({ shippingAddress: address }),
  ),
  add: asShopper(
    'POST',
    () => '/cart/items',
    ({ product }) => ({ productId: product.id, quantity: 1 }),
  ),
  update: asShopper(
    'PUT',
    ({ lineId }) => `/cart/items/${lineId}`,
    () => ({ quantity: 3 }),
  ),
  coupon: asShopper(
    'POST',
    () => '/api/cart/apply-discount',
    ({ code }) => ({ discountCode: code }),
  ),
  cancel: asShopper(
    'POST',
    ({ order }) => `/orders/${order!.id}/cancel`,
    () => ({}),
  ),
  /** The shopper approves, and the gateway's webhook comes a moment later. */
  pay: (scene) => ask(scene, 'POST', scene.order!.page, undefined, { action: 'approve' }),
  /** Its time is over, and the schedule comes by. */
  async expiry({ stage: { shop }, order }) {
    await shop.sql(
      `update haat_order.orders set expires_at = now() - interval '1 second' where id = $1 and expires_at is not null`,
      [order!.id],
    );
    const base = shop.parts.find(({ bases }) => bases.has('order'))!.bases.get('order')!;
    await expireOrders({ ...base, live: { changed() {} } } as unknown as OrderService);
    return { said: 'looked', body: null };
  },
  /** Takes all that can be sold off the shelf. */
  stock: asAdmin(
    'POST',
    ({ product }) => `/products/${product.id}/stock`,
    ({ free }) => ({ delta: -free, reason: 'Lent out' }),
  ),
  price: asAdmin(
    'PATCH',
    ({ product }) => `/products/${product.id}`,
    () => ({ price: '120' }),
  ),
  logout: asShopper('POST', () => '/logout'),
} satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;
export const actionNames = Object.keys(actions) as ActionName[];
