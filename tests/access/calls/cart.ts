/** Calls of the cart service. */
import { address, unique } from '../../steps.ts';
import { filledCart, made } from '../cast.ts';
import { admins, type Call, everyone, nothing, readers } from './call.ts';

const ownLine = { may: ['customer'], refusal: 'cart.item_not_found' } as const;
const ownDiscount = { may: ['seller', 'admin'], refusal: 'discount.not_found' } as const;
const method = () => ({ code: unique('post'), name: 'By post', price: '49', active: false });
const rate = () => ({ name: 'GST', percent: '18', country: 'AQ', state: unique('state') });
const code = () => ({ code: unique('C').toUpperCase(), kind: 'coupon', value: '5' });

export const addToCart: Call = { call: (cast) => ({ body: { productId: cast.product.id, quantity: 1 } }), ...everyone };
export const updateCartItem: Call = {
  call: async (cast, caller) => ({ params: { id: (await filledCart(cast, caller)).line }, body: { quantity: 2 } }),
  ...ownLine,
};
export const applyDiscount: Call = {
  call: async (cast, caller) => {
    const { code: discountCode } = await made(cast, 'seller', '/discounts', code());
    return { ...(await filledCart(cast, caller)), body: { discountCode } };
  },
};

export const cart: Record<string, Call> = {
  getCart: nothing,
  addToCart,
  updateCartItem,
  removeCartItem: {
    call: async (cast, caller) => ({ params: { id: (await filledCart(cast, caller)).line } }),
    ...ownLine,
  },
  clearCart: nothing,
  quoteCart: { call: () => ({ body: { shippingAddress: address } }) },
  applyDiscount,
  removeDiscount: {
    call: async (cast, caller) => {
      const { body, headers } = (await applyDiscount.call(cast, caller)) as {
        body: any;
        headers: Record<string, string>;
      };
      const token = caller === 'nobody' ? undefined : cast.people[caller].token;
      await cast.shop.expect(200, 'POST', '/cart/discounts', { token, headers, body });
      return { headers, params: { code: body.discountCode } };
    },
    ...everyone,
  },
  listCarts: { call: ({ people }) => ({ query: { userId: people.customer.id } }) },
  getCartById: {
    call: async (cast) => {
      await filledCart(cast, 'customer');
      return {
        params: { id: (await cast.shop.expect(200, 'GET', '/cart', { token: cast.people.customer.token })).id },
      };
    },
    may: readers,
  },
  listDiscounts: nothing,
  createDiscount: {
    call: (cast) => ({ body: { ...code(), productId: cast.product.id } }),
    may: ['seller', 'admin'],
    refusal: 'product.not_found',
  },
  getDiscount: {
    call: async (cast) => ({ params: { id: (await made(cast, 'seller', '/discounts', code())).id } }),
    ...ownDiscount,
  },
  updateDiscount: {
    call: async (cast) => ({
      params: { id: (await made(cast, 'seller', '/discounts', code())).id },
      body: { usageLimit: 9 },
    }),
    ...ownDiscount,
  },
  deleteDiscount: {
    call: async (cast) => ({ params: { id: (await made(cast, 'seller', '/discounts', code())).id } }),
    ...ownDiscount,
  },
  listShippingMethods: nothing,
  createShippingMethod: { call: () => ({ body: method() }) },
  getShippingMethod: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/shipping-methods', method())).id } }),
    ...everyone,
  },
  updateShippingMethod: {
    call: async (cast) => ({
      params: { id: (await made(cast, 'admin', '/shipping-methods', method())).id },
      body: { price: '5' },
    }),
    may: admins,
  },
  deleteShippingMethod: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/shipping-methods', method())).id } }),
    may: admins,
  },
  listTaxRates: nothing,
  createTaxRate: { call: () => ({ body: rate() }) },
  getTaxRate: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/tax-rates', rate())).id } }),
    ...everyone,
  },
  updateTaxRate: {
    call: async (cast) => ({
      params: { id: (await made(cast, 'admin', '/tax-rates', rate())).id },
      body: { percent: '5' },
    }),
    may: admins,
  },
  deleteTaxRate: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/tax-rates', rate())).id } }),
    may: admins,
  },
};
