/** A gateway that fails is left alone for a while, the others are named, and a refusal is not taken for an outage. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paymentErrors } from '#contracts/payment/errors.ts';
import { isProblem, type Problem, registerErrors } from '#platform/errors/problem.ts';
import { silentLogger } from '#platform/log/log.ts';
import { until } from '#platform/testing/until.ts';
import { openDesk } from './desk.ts';
import type { PaymentGateway } from './gateway.ts';
import { GatewayOutage, GatewayRefusal } from './gateway-error.ts';
import { razorpayMoney } from './razorpay/money.ts';
import { stripeMoney } from './stripe/money.ts';

registerErrors(paymentErrors);
const stripe = { name: 'stripe', title: 'Stripe', caps: { money: stripeMoney } } as PaymentGateway;
const razorpay = { name: 'razorpay', title: 'Razorpay', caps: { money: razorpayMoney } } as PaymentGateway;
const open = (pauseMs: number) => openDesk([stripe, razorpay], { log: silentLogger(), pauseMs });
const answer = { gateway: 'Stripe', code: '', message: '' };
const away = async () => {
  throw new GatewayOutage({ ...answer, status: 0 });
};

const failure = async (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => assert.fail('it succeeded'),
    (error: unknown) => {
      assert.ok(isProblem(error), String(error));
      return error;
    },
  );

test('after three failures in a row nobody waits for it any more, and the other one is named', async () => {
  const desk = open(60_000);
  for (let call = 0; call < 3; call += 1) {
    assert.ok(desk.isAvailable(stripe));
    await failure(desk.call(stripe, 'get', away));
  }
  assert.ok(!desk.isAvailable(stripe));
  const refused = await failure(desk.call(stripe, 'get', async () => assert.fail('it was called')));
  assert.deepEqual(
    [refused.code, refused.extra],
    ['payment.gateway_unavailable', { gateway: 'stripe', alternatives: ['razorpay'] }],
  );
  assert.equal(await desk.call(razorpay, 'get', async () => 'there'), 'there');
});

test('after the pause one call goes through, and its success opens the way for all', async () => {
  const desk = open(20);
  for (let call = 0; call < 3; call += 1) await failure(desk.call(stripe, 'get', away));
  await until('the pause to end', async () => desk.isAvailable(stripe));
  let admitted = 0;
  const trial = async () => {
    admitted += 1;
  };
  await desk.call(stripe, 'get', trial);
  await Promise.all([desk.call(stripe, 'get', trial), desk.call(stripe, 'get', trial)]);
  assert.equal(admitted, 3);
});

test('what the gateway refuses on purpose is no outage, however often', async () => {
  const desk = open(60_000);
  for (let call = 0; call < 5; call += 1) {
    const refused = await failure(
      desk.call(stripe, 'create', async () => {
        throw new GatewayRefusal({ ...answer, status: 400 });
      }),
    );
    assert.equal(refused.code, 'payment.gateway_refused');
  }
  assert.ok(desk.isAvailable(stripe));
});

test('an amount that one gateway does not take is refused with the gateways that do', async () => {
  const desk = open(60_000);
  const tooLittle = await failure((async () => desk.takes(razorpay, { minor: 60, currency: 'INR' }))());
  assert.deepEqual(
    [tooLittle.code, tooLittle.detail, tooLittle.extra],
    [
      'payment.amount_unsupported',
      'Razorpay: It takes no less than 1.00 INR.',
      { gateway: 'razorpay', alternatives: ['stripe'] },
    ],
  );
  desk.takes(stripe, { minor: 60, currency: 'INR' });
});

test('each call is measured by gateway, call and outcome, and the breaker’s state is told', async () => {
  const seen: string[] = [];
  const desk = openDesk([stripe, razorpay], {
    log: silentLogger(),
    pauseMs: 60_000,
    measure: (gateway, call, outcome, seconds) => {
      assert.ok(seconds >= 0 && seconds < 10);
      seen.push(`${gateway} ${call} ${outcome}`);
    },
  });
  await desk.call(razorpay, 'get', async () => 'there');
  await failure(
    desk.call(razorpay, 'create', async () => {
      throw new GatewayRefusal({ ...answer, status: 400 });
    }),
  );
  for (let call = 0; call < 4; call += 1) await failure(desk.call(stripe, 'refund', away));
  assert.deepEqual(seen, [
    'razorpay get ok',
    'razorpay create refused',
    ...Array.from({ length: 3 }, () => 'stripe refund failed'),
    'stripe refund skipped',
  ]);
  assert.deepEqual(desk.breakerStates(), [
    { gateway: 'stripe', state: 'open' },
    { gateway: 'razorpay', state: 'closed' },
  ]);
});
