/** The public API of payments: opening, the sandbox's page, webhooks, reading, giving back. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { id, money, orNull, text, time } from '../../shape.ts';
import { address, addToCart, newCategory, newProduct, openPayment, order, pay, unique } from '../../steps.ts';
import { checkRows, emptyStage, having, keep, naming, type Row } from './rows.ts';

const stage = emptyStage();
const start = {
  url: text,
  paymentId: id,
  orderId: id,
  gateway: 'sandbox',
  status: 'pending',
  amount: '40.00',
  currency: 'INR',
  expiresAt: time,
};
const payment = {
  id,
  orderId: id,
  gateway: 'sandbox',
  method: orNull(text),
  status: text,
  amount: money,
  currency: 'INR',
  refundedAmount: money,
  createdAt: time,
};

before(async () => {
  const shop = await openTestShop();
  const [admin, buyer, other] = await Promise.all([shop.admin(), shop.signUp(), shop.signUp()]);
  const category = await newCategory(shop, admin);
  Object.assign(stage, { shop, buyer, other, tokens: { admin: admin.token, buyer: buyer.token, other: other.token } });
  stage.diya = await newProduct(shop, admin, { price: '20', quantity: 1_000, category: category.id });
});
after(() => stage.shop.close());

const two = () => ({ productId: stage.diya.id, quantity: 2 });
const pending = async (fields = {}): Promise<number> => (await order(stage.shop, stage.buyer, two(), fields)).id;
const opened = async () => {
  stage.opened = await openPayment(stage.shop, stage.buyer, await pending());
  return stage.opened;
};
const paid = async () => pay(stage.shop, stage.buyer, await pending());
const page = async () => new URL((await opened()).url).pathname;
const paymentPath =
  (below = '') =>
  async () =>
    `/payments/${(await opened()).paymentId}${below}`;
const paidPath =
  (below = '') =>
  async () =>
    `/payments/${(await paid()).paymentId}${below}`;
/** Leaves the buyer with no order to pay and one line in the cart. */
const onlyACart = async () => {
  const { shop, tokens, buyer } = stage;
  const { items } = await shop.expect(200, 'GET', '/orders?status=pending&limit=100', { token: tokens.buyer });
  for (const found of items)
    await shop.expect(200, 'POST', `/orders/${found.id}/cancel`, { token: tokens.buyer, body: {} });
  await shop.expect(204, 'DELETE', '/cart', { token: tokens.buyer });
  await addToCart(shop, buyer, two());
};

const opening: Row[] = [
  { by: 'buyer', body: async () => ({ orderId: await pending() }), ok: 201, like: start },
  {
    by: 'buyer',
    why: 'in snake case, gateway and method named',
    body: async () => ({ order_id: await pending(), gateway: 'sandbox', method: 'upi' }),
    ok: 201,
    like: { ...start, method: 'upi' },
  },
  {
    by: 'buyer',
    why: 'without an order the latest pending one',
    body: async () => ({ orderId: undefined, note: keep(stage, 'latest', await pending()) }),
    ok: 201,
    like: () => ({ ...start, orderId: stage.latest }),
  },
  {
    by: 'buyer',
    why: 'an amount sent along is not believed',
    body: async () => ({ orderId: await pending(), amount: '0.01', currency: 'JPY' }),
    ok: 201,
    like: start,
  },
  {
    by: 'other',
    why: 'another’s order is unknown',
    body: async () => ({ orderId: await pending() }),
    refused: 'order.not_found',
  },
  {
    by: 'admin',
    why: 'nobody pays for another',
    body: async () => ({ orderId: await pending() }),
    refused: 'order.not_found',
  },
  { by: 'buyer', body: async () => ({ orderId: (await paid()).orderId }), refused: 'payment.already_paid' },
  {
    by: 'buyer',
    why: 'cash needs no gateway',
    body: async () => ({ orderId: await pending({ paymentMethod: 'cod' }) }),
    refused: 'payment.not_payable',
  },
  {
    by: 'buyer',
    body: async () => ({ orderId: await pending(), gateway: 'barter' }),
    refused: 'payment.gateway_unknown',
  },
  { by: 'buyer', body: { orderId: 0 }, refused: 'validation.failed', check: naming('orderId') },
  { body: { orderId: 1 }, refused: 'auth.required' },
];

checkRows(stage, {
  'POST /payment/service': opening,
  'POST /api/payment/initiate': [
    ...opening,
    {
      by: 'buyer',
      why: 'without a pending order the cart is placed first',
      body: () => having(onlyACart(), { shippingAddress: address }),
      ok: 201,
      like: start,
    },
    {
      by: 'buyer',
      why: 'which needs an address',
      body: () => having(onlyACart(), {}),
      refused: 'checkout.address_required',
    },
  ],
  'GET /payments': [
    {
      by: 'buyer',
      at: () => having(opened(), '/payments?limit=1'),
      ok: 200,
      like: { items: [payment], nextCursor: text },
    },
    {
      by: 'buyer',
      why: 'of one order',
      at: async () => `/payments?orderId=${(await opened()).orderId}`,
      ok: 200,
      like: () => ({ items: [{ id: stage.opened.paymentId }] }),
    },
    {
      by: 'other',
      why: 'nobody else’s',
      at: () => `/payments?orderId=${stage.opened.orderId}`,
      ok: 200,
      like: { items: [] },
    },
    { by: 'admin', ok: 200, like: { items: [payment] } },
    { by: 'buyer', at: '/payments?cursor=nonsense', refused: 'validation.failed' },
    { refused: 'auth.required' },
  ],
  'GET /payments/{id}': [
    {
      by: 'buyer',
      at: paymentPath(),
      ok: 200,
      like: { ...payment, status: 'pending', amount: '40.00', refundedAmount: '0.00' },
    },
    { by: 'admin', at: paidPath(), ok: 200, like: { ...payment, status: 'success' } },
    { by: 'other', at: paymentPath(), refused: 'payment.not_found' },
    { by: 'buyer', at: '/payments/999999999', refused: 'payment.not_found' },
  ],
  'POST /payments/{id}/refund': [
    {
      by: 'admin',
      why: 'a part',
      at: paidPath('/refund'),
      body: { amount: '15.50', reason: 'Damaged' },
      ok: 201,
      like: { id, amount: '15.50', currency: 'INR', status: text },
    },
    { by: 'admin', why: 'all that is left', at: paidPath('/refund'), body: {}, ok: 201, like: { amount: '40.00' } },
    {
      by: 'admin',
      why: 'never more than was paid',
      at: paidPath('/refund'),
      body: { amount: '40.01' },
      refused: 'payment.refund_too_large',
    },
    {
      by: 'admin',
      why: 'nothing was captured',
      at: paymentPath('/refund'),
      body: {},
      refused: 'payment.not_refundable',
    },
    {
      by: 'admin',
      at: paidPath('/refund'),
      body: { amount: '-1' },
      refused: 'validation.failed',
      check: naming('amount'),
    },
    { by: 'buyer', at: paidPath('/refund'), body: {}, refused: 'auth.forbidden' },
  ],
  'POST /payment/webhooks/{gateway}': [
    { at: '/payment/webhooks/sandbox', body: { type: 'payment.succeeded' }, refused: 'payment.bad_signature' },
    {
      why: 'a made-up signature',
      at: '/payment/webhooks/sandbox',
      headers: { 'x-sandbox-signature': 't=1,v1=00' },
      body: {},
      refused: 'payment.bad_signature',
    },
    { at: '/payment/webhooks/barter', body: {}, refused: 'payment.gateway_unknown' },
  ],
  'GET <url>': [
    {
      why: 'a page in HTML, without a script from elsewhere',
      at: page,
      ok: 200,
      check: (answer, _, headers) => {
        assert.match(headers.get('content-type') ?? '', /^text\/html/);
        assert.match(answer, /approve/i);
        assert.doesNotMatch(answer, /src="http/);
      },
    },
    { at: '/payment/sandbox/0123456789abcdef0123', refused: 'payment.not_found' },
  ],
  'POST <url>': [
    {
      why: 'JSON',
      at: page,
      body: { action: 'approve' },
      ok: 303,
      check: (_, __, headers) => assert.ok(headers.get('location')),
    },
    {
      why: 'a form',
      at: page,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'action=decline',
      ok: 303,
    },
    { at: page, body: { action: 'steal' }, refused: 'validation.failed', check: naming('action') },
  ],
  'GET /payment/gateways': [{ ok: 200, like: { items: [{ name: text, methods: [text] }] } }],
  'POST /payment/service with Idempotency-Key': [
    {
      by: 'buyer',
      at: '/payment/service',
      headers: () => ({ 'idempotency-key': keep(stage, 'key', unique('key')) }),
      body: async () => ({ orderId: keep(stage, 'latest', await pending()) }),
      ok: 201,
      check: async (answer, { shop, tokens, key, latest }) => {
        const request = { token: tokens.buyer, headers: { 'idempotency-key': key }, body: { orderId: latest } };
        assert.deepEqual(await shop.expect(201, 'POST', '/payment/service', request), answer);
      },
    },
  ],
});
