/** Opening a payment: whose order, in which state, and never two open at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PaymentGateway } from '../providers/gateway.ts';
import { openTill, type Till } from '../testing.ts';
import { startPayment } from '../wiring/start.ts';
import { initiatePayment } from './initiate-payment.ts';

let till: Till;
/** What the next calls of `create` do besides making the payment. */
let afterCreate: () => void | Promise<void> = () => {};

before(async () => {
  till = await openTill({
    gateways: (sandbox): PaymentGateway[] => [
      {
        ...sandbox,
        async create(request) {
          const created = await sandbox.create(request);
          await afterCreate();
          return created;
        },
      },
      { ...sandbox, name: 'stripe', title: 'Another one' },
    ],
  });
});
after(() => till.close());

const initiate = (body: object, as = 7, headers: Record<string, string> = {}) =>
  till.request('POST', '/payment/service', { as, body, headers });

const attemptsOf = (orderId: number) =>
  till.sql<{ id: number; status: string; gateway: string }>(
    'select id, status, gateway from payment where order_id = $1 order by id',
    [orderId],
  );

async function refusal(expected: [number, string], body: object, as = 7): Promise<void> {
  const answer = await initiate(body, as);
  assert.deepEqual([answer.status, answer.body.code], expected);
}

test('an order is paid at a page of the gateway, and is kept as long as that page', async () => {
  const order = till.order();
  const { status, body } = await initiate({ order_id: order.orderId, method: 'UPI' });
  assert.equal(status, 201);
  const { url, expiresAt, paymentId, ...rest } = body;
  assert.deepEqual(rest, {
    orderId: order.orderId,
    gateway: 'sandbox',
    method: 'upi',
    status: 'pending',
    amount: '1499.00',
    currency: 'INR',
  });
  assert.match(url, /\/payment\/sandbox\/[\w-]{43}$/);
  assert.deepEqual(till.announced.at(-1), { orderId: order.orderId, expiresAt });
  const started = (await till.events('payment.started')).map(({ data }) => data.paymentId);
  assert.deepEqual(started, [paymentId]);
});

test('without an order it is for the newest that waits, and there must be one', async () => {
  const order = till.order({ userId: 8 });
  assert.equal((await initiate({}, 8)).body.orderId, order.orderId);
  await refusal([409, 'payment.not_payable'], {}, 9);
});

test('somebody else’s order is as unknown as one that does not exist, and a stranger pays nothing', async () => {
  const order = till.order();
  await refusal([404, 'order.not_found'], { orderId: order.orderId }, 8);
  await refusal([404, 'order.not_found'], { orderId: 999_999 });
  const stranger = await till.request('POST', '/payment/service', { body: { orderId: order.orderId } });
  assert.equal(stranger.status, 401);
  assert.deepEqual(await attemptsOf(order.orderId), []);
});

test('only an order that waits for money is paid', async () => {
  const refused = async (code: string, change: Parameters<Till['order']>[0]) => {
    const { orderId } = till.order(change);
    await refusal([409, code], { orderId });
    assert.deepEqual(await attemptsOf(orderId), []);
  };
  await refused('payment.not_payable', { paymentMethod: 'cod', expiresAt: null });
  await refused('payment.not_payable', { status: 'cancelled' });
  await refused('payment.not_payable', { status: 'refunded', paymentStatus: 'refunded' });
  await refused('payment.not_payable', { amountMinor: 0 });
  await refused('payment.already_paid', { status: 'completed', paymentStatus: 'success' });
});

test('an unknown gateway or method is refused before anything is written', async () => {
  const { orderId } = till.order();
  await refusal([422, 'payment.gateway_unknown'], { orderId, gateway: 'paypal' });
  await refusal([422, 'payment.method_unsupported'], { orderId, method: 'cheque' });
  await refusal([422, 'validation.failed'], { orderId: 'one' });
  assert.deepEqual(await attemptsOf(orderId), []);
});

test('twenty requests at once, in several processes, open one payment', async () => {
  const { orderId } = till.order();
  const otherProcess = () => startPayment(till.service, till.service.gateways);
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, async () => (await initiate({ orderId })).body),
    ...Array.from({ length: 10 }, () => initiatePayment(otherProcess(), { body: { orderId } }, till.context())),
  ]);
  assert.equal(new Set(answers.map(({ url }) => url)).size, 1);
  assert.equal((await attemptsOf(orderId)).length, 1);
  const [row] = await till.sql(
    'select count(*) as made from sandbox_payment where reference in (select reference from payment where order_id = $1)',
    [orderId],
  );
  assert.equal(row.made, 1);
  assert.equal(till.announced.filter((told) => told.orderId === orderId).length >= 1, true);
});

test('processes that open the payment of a known order at once agree on one', async () => {
  for (let round = 0; round < 5; round += 1) {
    const order = till.order();
    const { orderId } = order;
    await till.hear('order.placed', { ...order, totalMinor: order.amountMinor });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => {
        const process = startPayment(till.service, till.service.gateways);
        return initiatePayment(process, { body: { orderId } }, till.context());
      }),
    );
    assert.equal(new Set(answers.map(({ paymentId }) => paymentId)).size, 1);
    assert.equal((await attemptsOf(orderId)).length, 1);
  }
});

test('a gateway whose answer is lost leaves an attempt that the next try goes on with', async () => {
  const { orderId } = till.order();
  afterCreate = () => {
    throw new Error('connection reset');
  };
  const lost = await initiate({ orderId });
  assert.deepEqual([lost.status, lost.body.code], [503, 'payment.gateway_unavailable']);
  assert.ok(lost.headers.get('retry-after'));
  afterCreate = () => {};
  const [attempt] = await attemptsOf(orderId);
  const again = await initiate({ orderId });
  assert.equal(again.body.paymentId, attempt!.id);
  assert.equal((await till.request('GET', again.body.url)).status, 200);
});

test('an order that ends while its page is made is not payable: the page is closed at once', async () => {
  const order = till.order();
  afterCreate = () => {
    till.orders.get(order.orderId)!.status = 'cancelled';
  };
  const answer = await initiate({ orderId: order.orderId });
  afterCreate = () => {};
  assert.deepEqual([answer.status, answer.body.code], [409, 'order.expired']);
  assert.deepEqual(
    (await attemptsOf(order.orderId)).map(({ status }) => status),
    ['cancelled'],
  );
  const [at] = await till.sql('select status from sandbox_payment order by id desc limit 1');
  assert.equal(at.status, 'cancelled');
});

test('an attempt that is closed while its gateway makes it is closed there too, and nobody gets its page', async () => {
  const order = till.order();
  await till.hear('order.placed', { ...order, totalMinor: order.amountMinor });
  afterCreate = async () => {
    await till.hear('order.expiry_due', { ...order, at: new Date().toISOString() });
    await till.settled();
  };
  const answer = await initiate({ orderId: order.orderId });
  afterCreate = () => {};
  assert.deepEqual([answer.status, answer.body.code], [409, 'payment.not_payable']);
  assert.deepEqual(
    (await attemptsOf(order.orderId)).map(({ status }) => status),
    ['cancelled'],
  );
  const [closed] = (await till.events('payment.attempts_closed')).filter(({ data }) => data.orderId === order.orderId);
  assert.equal(closed!.data.paid, false);
  const [at] = await till.sql('select status from sandbox_payment order by id desc limit 1');
  assert.equal(at.status, 'cancelled');
});

test('choosing another gateway cancels the open payment at the first one', async () => {
  const { orderId } = till.order();
  const first = (await initiate({ orderId })).body;
  const second = (await initiate({ orderId, gateway: 'STRIPE' })).body;
  assert.equal(second.gateway, 'stripe');
  assert.deepEqual(
    (await attemptsOf(orderId)).map(({ gateway, status }) => [gateway, status]),
    [
      ['sandbox', 'cancelled'],
      ['stripe', 'pending'],
    ],
  );
  const decided = await till.request('POST', first.url, { body: { action: 'approve' } });
  assert.equal(decided.status, 409);
});

test('a payment that ran out makes room for a new one', async () => {
  const { orderId } = till.order();
  const first = (await initiate({ orderId })).body;
  await till.sql(`update payment set expires_at = now() - interval '1 second' where id = $1`, [first.paymentId]);
  await till.sql(`update sandbox_payment set expires_at = now() - interval '1 second'`);
  const second = (await initiate({ orderId })).body;
  assert.notEqual(second.paymentId, first.paymentId);
  assert.deepEqual(
    (await attemptsOf(orderId)).map(({ status }) => status),
    ['cancelled', 'pending'],
  );
});

test('a repeated Idempotency-Key answers the same, also after the payment has ended; another body is refused', async () => {
  const { orderId } = till.order();
  const key = { 'idempotency-key': 'pay-once' };
  const first = await initiate({ orderId }, 7, key);
  assert.deepEqual((await initiate({ orderId }, 7, key)).body, first.body);
  await till.request('POST', first.body.url, { body: { action: 'approve' } });
  await till.settled();
  assert.deepEqual((await initiate({ orderId }, 7, key)).body, first.body);
  await refusal([409, 'payment.already_paid'], { orderId });
  const other = await initiate({ orderId, method: 'card' }, 7, key);
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency.mismatch']);
});

test('the gateways that are turned on are listed with their methods', async () => {
  const { body } = await till.request('GET', '/payment/gateways');
  assert.deepEqual(body.items[0], {
    name: 'sandbox',
    title: 'Sandbox',
    methods: ['card', 'upi', 'netbanking'],
    test: true,
    available: true,
    default: true,
  });
  assert.equal(body.items[1].default, false);
});
