/**
 * How to make a valid call of every route, and who of those whom its rule lets in gets what he asks for. A route that is
 * missing here fails the access test: access is denied until somebody has thought about it.
 */
import { address, signInAgain, unique } from '../steps.ts';
import {
  applicant,
  type CallerName,
  type Cast,
  cashOrder,
  deliveredOrder,
  filledCart,
  freshToken,
  givenShipment,
  made,
  newcomer,
  openedPayment,
  ownProduct,
  type PersonName,
  pendingOrder,
  pictured,
  pictureForm,
} from './cast.ts';

export interface Attempt {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Instead of the caller's usual one. */
  token?: string;
}

export interface Call {
  /** A call that succeeds for `caller`, made anew each time. */
  call: (cast: Cast, caller: CallerName) => Attempt | Promise<Attempt>;
  /** Who gets it; all whom the rule lets in, when left out. Must be said of every route that names an id. */
  may?: readonly CallerName[] | 'all';
  /** What the others get; they cannot tell it from an id that does not exist. */
  refusal?: string;
  /** For whom neither is promised. */
  open?: readonly PersonName[];
  /** The outcome for those who get in, where it is not the route's success. */
  answers?: string | number;
}

const everyone = { may: 'all' } as const;
const nothing = { call: () => ({}) };
const admins: readonly PersonName[] = ['admin'];
const readers: readonly PersonName[] = ['support', 'admin'];
const owners = { may: ['seller', 'admin'], refusal: 'product.not_found' } as const;
const orderReaders = { may: ['customer', 'seller', 'support', 'admin'], refusal: 'order.not_found' } as const;
const orderMovers = { may: ['seller', 'admin'], refusal: 'order.not_found' } as const;
const ownLine = { may: ['customer'], refusal: 'cart.item_not_found' } as const;
const ownDiscount = { may: ['seller', 'admin'], refusal: 'discount.not_found' } as const;

const password = 'a quiet river bank';
const fresh = () => ({ email: `${unique('n')}@shop.test`, password });
const method = () => ({ code: unique('post'), name: 'By post', price: '49', active: false });
const rate = () => ({ name: 'GST', percent: '18', country: 'AQ', state: unique('state') });
const code = () => ({ code: unique('C').toUpperCase(), kind: 'coupon', value: '5' });
const role = () => ({ name: unique('role') });
const mailed = 'no-such-mailed-token';
const wrongPassword = { body: { password: 'not the one' } };

const user: Record<string, Call> = {
  signup: { call: () => ({ body: fresh() }) },
  login: { call: ({ people }) => ({ body: { email: people.customer.email, password: people.customer.password } }) },
  refreshToken: {
    call: async ({ shop, people }) => ({
      body: { refreshToken: (await signInAgain(shop, people.customer)).refreshToken },
    }),
  },
  validateToken: nothing,
  validateTokenByPost: nothing,
  logout: { call: async (cast, caller) => ({ token: await freshToken(cast, caller) }) },
  requestPasswordReset: { call: () => ({ body: { email: fresh().email } }) },
  confirmPasswordReset: { call: () => ({ body: { token: mailed, password } }), answers: 'user.token_invalid' },
  createFirstAdmin: { call: () => ({ body: { token: mailed, ...fresh() } }), answers: 'setup.done' },
  jwks: nothing,
  getProfile: nothing,
  updateProfile: { call: () => ({ body: {} }) },
  changePassword: {
    call: () => ({ body: { currentPassword: 'not the one', newPassword: password } }),
    answers: 'user.password_wrong',
  },
  requestEmailChange: {
    call: () => ({ body: { email: fresh().email, ...wrongPassword.body } }),
    answers: 'user.password_wrong',
  },
  confirmEmailChange: { call: () => ({ body: { token: mailed } }), answers: 'user.token_invalid' },
  exportProfile: nothing,
  eraseProfile: { call: () => wrongPassword, answers: 'user.password_wrong' },
  listSessions: nothing,
  endSession: {
    call: async ({ shop, people }) => {
      const { token } = await signInAgain(shop, people.customer);
      const { items } = await shop.expect(200, 'GET', '/sessions?limit=100', { token });
      return { params: { id: items.find((session: any) => session.current).id } };
    },
    may: ['customer'],
    refusal: 'session.not_found',
  },
  endSessions: { call: () => ({ query: { keepCurrent: true } }) },
  listUsers: nothing,
  createUser: { call: () => ({ body: fresh() }) },
  getUser: {
    call: ({ people }) => ({ params: { id: people.customer.id } }),
    may: ['customer', 'seller', ...readers],
    refusal: 'user.not_found',
  },
  updateUser: {
    call: async (cast) => ({ params: { id: (await newcomer(cast)).id }, body: { name: 'Renamed' } }),
    may: admins,
  },
  eraseUser: { call: async (cast) => ({ params: { id: (await newcomer(cast)).id } }), may: admins },
  listUserSessions: { call: ({ people }) => ({ params: { id: people.customer.id } }), may: readers },
  endUserSessions: { call: async (cast) => ({ params: { id: (await newcomer(cast)).id } }), may: admins },
  endUserSession: {
    call: async (cast) => {
      const { id, token } = await newcomer(cast);
      const { items } = await cast.shop.expect(200, 'GET', '/sessions', { token });
      return { params: { id, sessionId: items[0].id } };
    },
    may: admins,
  },
  listRoles: nothing,
  createRole: { call: () => ({ body: role() }) },
  getRole: { call: () => ({ params: { id: 1 } }), may: readers },
  updateRole: {
    call: async (cast) => ({
      params: { id: (await made(cast, 'admin', '/roles', role())).id },
      body: { about: 'Other' },
    }),
    may: admins,
  },
  deleteRole: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/roles', role())).id } }),
    may: admins,
  },
  listPermissions: nothing,
  getUserRoles: { call: ({ people }) => ({ params: { id: people.customer.id } }), may: readers },
  setUserRoles: {
    call: async (cast) => ({ params: { id: (await newcomer(cast)).id }, body: { roleIds: [1] } }),
    may: admins,
  },
  listSellers: nothing,
  applyAsSeller: {
    call: async (cast, caller) => ({
      token: caller === 'nobody' ? undefined : (await newcomer(cast)).token,
      body: { shopName: unique('Neem') },
    }),
  },
  getOwnSeller: { ...nothing, may: ['seller', 'otherSeller'], refusal: 'seller.not_found' },
  updateOwnSeller: {
    call: () => ({ body: { about: 'Lamps' } }),
    may: ['seller', 'otherSeller'],
    refusal: 'seller.not_found',
  },
  getShop: { call: ({ people }) => ({ params: { id: people.seller.id } }), ...everyone },
  approveSeller: { call: async (cast) => ({ params: { id: (await applicant(cast)).id } }), may: admins },
  rejectSeller: { call: async (cast) => ({ params: { id: (await applicant(cast)).id }, body: {} }), may: admins },
  listAudit: nothing,
};

const product: Record<string, Call> = {
  listProducts: nothing,
  suggest: { call: () => ({ query: { q: 'bra' } }) },
  getProduct: { call: (cast) => ({ params: { id: cast.product.id } }), ...everyone },
  createProduct: {
    call: ({ category }) => ({ body: { title: 'Lota', price: '1', category: category.id } }),
    may: ['seller', 'otherSeller', 'admin'],
  },
  updateProduct: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { description: unique('As') } }),
    ...owners,
  },
  patchProduct: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { description: unique('As') } }),
    ...owners,
  },
  deleteProduct: { call: async (cast) => ({ params: { id: (await ownProduct(cast)).id } }), ...owners },
  uploadImage: {
    call: async (cast) => ({ params: { id: (await ownProduct(cast)).id }, body: pictureForm(cast) }),
    ...owners,
  },
  orderImages: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id }, body: { imageIds: [image.id] } };
    },
    ...owners,
  },
  updateImage: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id, imageId: image.id }, body: { alt: 'A lota' } };
    },
    ...owners,
  },
  deleteImage: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id, imageId: image.id } };
    },
    ...owners,
  },
  readImage: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id, file: new URL(image.url, 'http://x').pathname.split('/').at(-1)! } };
    },
    ...everyone,
  },
  readStock: { call: (cast) => ({ params: { id: cast.product.id } }), ...owners },
  adjustStock: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { delta: 1, reason: 'Found' } }),
    ...owners,
  },
  setLowStockThreshold: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { lowStockThreshold: 3 } }),
    ...owners,
  },
  listLowStock: nothing,
  listCategories: nothing,
  createCategory: { call: () => ({ body: { name: unique('Cat') } }) },
  getCategory: { call: ({ category }) => ({ params: { id: category.id } }), ...everyone },
  updateCategory: {
    call: ({ category }) => ({ params: { id: category.id }, body: { description: 'Lit' } }),
    may: admins,
  },
  deleteCategory: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/categories', { name: unique('Cat') })).id } }),
    may: admins,
  },
};

const addToCart: Call = { call: (cast) => ({ body: { productId: cast.product.id, quantity: 1 } }), ...everyone };
const updateCartItem: Call = {
  call: async (cast, caller) => ({ params: { id: (await filledCart(cast, caller)).line }, body: { quantity: 2 } }),
  ...ownLine,
};
const applyDiscount: Call = {
  call: async (cast, caller) => {
    const { code: discountCode } = await made(cast, 'seller', '/discounts', code());
    return { ...(await filledCart(cast, caller)), body: { discountCode } };
  },
};

const cart: Record<string, Call> = {
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

const placeOrder: Call = {
  call: async (cast, caller) => {
    if (caller !== 'nobody') await filledCart(cast, caller);
    return { body: { shippingAddress: address, paymentMethod: 'cod' } };
  },
};
const getOrder: Call = { call: (cast) => ({ params: { id: cast.order.id } }), ...orderReaders };
const shipOrder: Call = {
  call: async (cast) => ({ params: { id: (await cashOrder(cast)).id }, body: {} }),
  ...orderMovers,
};
const initiatePayment: Call = {
  call: async (cast) => ({ body: { orderId: (await pendingOrder(cast)).id } }),
  may: ['customer'],
  refusal: 'order.not_found',
};

const order: Record<string, Call> = {
  placeOrder,
  listOrders: nothing,
  getOrder,
  trackOrder: getOrder,
  followOrder: getOrder,
  cancelOrder: {
    call: async (cast) => ({ params: { id: (await pendingOrder(cast)).id }, body: {} }),
    may: ['customer', 'admin'],
    refusal: 'order.not_found',
  },
  returnOrder: {
    call: async (cast) => {
      const { id, items } = await deliveredOrder(cast);
      return { params: { id }, body: { items: [{ id: items[0].id, quantity: 1 }], reason: 'Too small' } };
    },
    may: ['customer'],
    open: ['admin'],
    refusal: 'order.not_found',
  },
  listOrderNotes: getOrder,
  addOrderNote: {
    call: (cast) => ({ params: { id: cast.order.id }, body: { text: 'Ring twice' } }),
    may: ['customer', 'seller', 'admin'],
    open: ['support'],
    refusal: 'order.not_found',
  },
  debugAuth: nothing,
  setOrderStatus: {
    call: async (cast) => ({ params: { id: (await cashOrder(cast)).id }, body: { status: 'processing' } }),
    ...orderMovers,
  },
  shipOrder,
  listShipments: nothing,
  getShipment: {
    call: async (cast) => ({ params: { id: (await givenShipment(cast)).id } }),
    may: ['seller', 'delivery', ...readers],
    refusal: 'shipment.not_found',
  },
  updateShipment: {
    call: async (cast) => ({ params: { id: (await givenShipment(cast)).id }, body: { carrier: 'By hand' } }),
    may: ['seller', 'delivery', 'admin'],
    refusal: 'shipment.not_found',
  },
  assignShipment: {
    call: async (cast) => ({
      params: { id: (await givenShipment(cast)).id },
      body: { userId: cast.people.otherDelivery.id },
    }),
    may: ['seller', 'admin'],
    refusal: 'shipment.not_found',
  },
};

const sandboxPage = async (cast: Cast): Promise<Attempt> => ({
  params: { token: new URL((await openedPayment(cast)).url).pathname.split('/').at(-1)! },
});

const payment: Record<string, Call> = {
  initiatePayment,
  listGateways: nothing,
  listPayments: nothing,
  getPayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId } }),
    may: ['customer', ...readers],
    refusal: 'payment.not_found',
  },
  refreshPayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId } }),
    may: ['customer', 'admin'],
    open: ['support'],
    refusal: 'payment.not_found',
  },
  refundPayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId }, body: { amount: '0.01' } }),
    may: admins,
  },
  receiveWebhook: {
    call: () => ({ params: { gateway: 'sandbox' }, body: { id: 'evt_1' } }),
    ...everyone,
    answers: 'payment.bad_signature',
  },
  returnFromGateway: {
    call: () => ({ params: { token: '0123456789abcdef0123' } }),
    ...everyone,
    answers: 'payment.not_found',
  },
  showSandbox: { call: sandboxPage, ...everyone },
  decideSandbox: { call: async (cast) => ({ ...(await sandboxPage(cast)), body: { action: 'decline' } }), ...everyone },
};

const integration: Record<string, Call> = {
  addToCart,
  updateCartItem,
  applyDiscount,
  placeOrder,
  placeAndPay: placeOrder,
  listOrders: nothing,
  getOrder,
  shipOrder,
  initiatePayment,
  exportEverything: nothing,
};

export const calls: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  user,
  product,
  cart,
  order,
  payment,
  integration,
};
