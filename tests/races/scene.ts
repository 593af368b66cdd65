/** One shopper, one product, one order: what two actions at the same moment have in common. */
import type { TestShop, TestUser } from '#apps/server/src/testing.ts';
import { systemContext } from '#platform/service/context.ts';
import type { UserService } from '#services/user/src/base.ts';
import { createSigner } from '#services/user/src/providers/signer.ts';
import { readUser } from '#services/user/src/store/views.ts';
import { beginSession } from '#services/user/src/use-cases/begin-session.ts';
import { issueTokens } from '#services/user/src/use-cases/tokens.ts';
import { addToCart, newProduct, openPayment, place, unique } from '../steps.ts';

export const STOCK = 10;
export const COUPON_OFF = '7.00';

export interface Stage {
  shop: TestShop;
  admin: TestUser;
  category: number;
  /** A session of this person that begins now, without a password. */
  signedIn(person: TestUser): Promise<TestUser>;
}

export interface Scene {
  stage: Stage;
  /** In a session of this scene's own. */
  shopper: TestUser;
  product: any;
  /** One of the product is in the cart, in this line. */
  lineId: number;
  /** Of one of the product, unpaid, with a payment that is open; where it is decided. */
  order: { id: number; page: string } | null;
  /** Applies once. */
  code: string;
  /** Units that can be sold when the two begin. */
  free: number;
}

export async function setStage(shop: TestShop): Promise<Stage> {
  const admin = await shop.admin();
  const body = { name: 'Lamps', slug: unique('lamps') };
  const { id: category } = await shop.expect(201, 'POST', '/categories', { token: admin.token, body });
  const base = shop.parts.find(({ bases }) => bases.has('user'))!.bases.get('user')!;
  const user = { ...base, signer: await createSigner(base) } as UserService;
  return {
    shop,
    admin,
    category,
    async signedIn(person) {
      const begun = await user.database.tx(async (tx) => ({
        ...(await beginSession(user, tx, person.id, systemContext(base.log, 'test'))),
        owner: (await readUser(tx, person.id))!,
      }));
      const { accessToken, refreshToken } = await issueTokens(user, begun.owner, begun.session, begun.refreshToken);
      return { ...person, token: accessToken, refreshToken };
    },
  };
}

export interface Needs {
  order: boolean;
  coupon: boolean;
}

export async function setScene(stage: Stage, person: TestUser, needs: Needs): Promise<Scene> {
  const { shop, admin, category } = stage;
  const [shopper, product] = await Promise.all([
    stage.signedIn(person),
    newProduct(shop, admin, { category, quantity: STOCK }),
    shop.expect(204, 'DELETE', '/cart', { token: person.token }),
  ]);
  const line = { productId: product.id, quantity: 1 };
  let order: Scene['order'] = null;
  if (needs.order) {
    await addToCart(shop, shopper, line);
    const { id } = await place(shop, shopper);
    const { url } = await openPayment(shop, shopper, id);
    order = { id, page: new URL(url).pathname };
  }
  const { data } = await addToCart(shop, shopper, line);
  const code = unique('GIFT').toUpperCase();
  if (needs.coupon) {
    const body = { code, kind: 'coupon', value: COUPON_OFF, usageLimit: 1 };
    await shop.expect(201, 'POST', '/discounts', { token: admin.token, body });
  }
  return { stage, shopper, product, lineId: data.id, order, code, free: STOCK - (needs.order ? 1 : 0) };
}
