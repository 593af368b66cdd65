/** What is shown of each gateway. A scene throws where the gateway falls short. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { until } from '#platform/testing/until.ts';
import type { PaymentBase } from '#services/payment/src/base.ts';
import { assemble } from '#services/payment/src/service.ts';
import { reconcile } from '#services/payment/src/use-cases/reconcile.ts';
import type { Opened, Stage } from './stage.ts';

export type Scene = (stage: Stage, gateway: GatewayName) => Promise<void>;

/** Where approval takes no money, what comes too late is never taken. */
const captures = (gateway: GatewayName) => gateway === 'paypal';

async function goneOrBack(stage: Stage, late: Opened): Promise<void> {
  if (captures(late.gateway)) {
    await stage.shop.settled();
    assert.equal((await stage.payment(late)).status, 'cancelled');
    assert.equal(stage.simulator.find(late.reference)!.status, 'approved');
    return;
  }
  const payment = await stage.reaches(late, 'refunded');
  assert.equal(payment.refundedAmount, payment.amount);
  assert.equal(stage.simulator.find(late.reference)!.refundedMinor, late.amountMinor);
}

const pay: Scene = async (stage, gateway) => {
  const orderId = await stage.place();
  const opened = await stage.open(gateway, orderId);
  await stage.pay(opened);
  await stage.orderReaches(orderId, 'completed');
  assert.equal((await stage.payment(opened)).status, 'success');
};

const declineAndRetry: Scene = async (stage, gateway) => {
  const orderId = await stage.place();
  const first = await stage.open(gateway, orderId);
  await stage.simulator.pay(first.reference, 'decline');
  await stage.shop.request('GET', `/payment/return/${first.reference}`);
  assert.equal((await stage.orderReaches(orderId, 'pending')).status, 'pending');
  await stage.pay(await stage.open(gateway, orderId));
  await stage.orderReaches(orderId, 'completed');
};

const late: Scene = async (stage, gateway) => {
  const orderId = await stage.place();
  const opened = await stage.open(gateway, orderId);
  await stage.shop.expect(200, 'POST', `/orders/${orderId}/cancel`, { token: stage.buyer.token, body: {} });
  await stage.reaches(opened, 'cancelled');
  await stage.pay(opened, { late: true });
  await goneOrBack(stage, opened);
  assert.equal((await stage.orderReaches(orderId, 'cancelled')).status, 'cancelled');
};

const twice: Scene = async (stage, gateway) => {
  const orderId = await stage.place();
  const first = await stage.open(gateway, orderId);
  await stage.shop.sql(`update haat_payment.payment set expires_at = now() - interval '1 second' where id = $1`, [
    first.paymentId,
  ]);
  const second = await stage.open(gateway, orderId);
  assert.notEqual(second.paymentId, first.paymentId);
  await stage.pay(second);
  await stage.orderReaches(orderId, 'completed');
  await stage.pay(first, { late: true });
  await goneOrBack(stage, first);
  assert.equal((await stage.payment(second)).status, 'success');
};

const refunds: Scene = async (stage, gateway) => {
  const orderId = await stage.place();
  const opened = await stage.open(gateway, orderId);
  await stage.pay(opened);
  await stage.orderReaches(orderId, 'completed');
  await stage.refund(opened, { amount: '10' });
  await stage.refund(opened, { amount: '15.50' });
  await stage.refund(opened, {});
  await until('all of it to be back', async () => {
    const { refundedAmount, amount } = await stage.payment(opened);
    return refundedAmount === amount;
  });
  assert.equal(stage.simulator.find(opened.reference)!.refundedMinor, opened.amountMinor);
  await stage.orderReaches(orderId, 'refunded');
};

/** Paid, and neither a webhook nor the browser tells: the comparison finds it, and the order is completed. */
const reconciliation: Scene = async (stage, gateway) => {
  const orderId = await stage.place();
  const opened = await stage.open(gateway, orderId);
  const { reference } = opened;
  stage.simulator.faults({ gateway, operation: 'webhook', payment: reference, dropFirst: 1_000 });
  stage.simulator.faults({ gateway, operation: 'capture', payment: reference, timeoutAfterCommit: 1 });
  await stage.simulator.pay(reference);
  if (captures(gateway)) await stage.shop.request('GET', `/payment/return/${reference}`);
  const base = stage.shop.parts.find(({ bases }) => bases.has('payment'))!.bases.get('payment') as PaymentBase;
  const { service, gateways, close } = assemble(base);
  const done = await reconcile(service, {
    gateway: gateways.find(gateway),
    from: new Date(Date.now() - 3_600_000),
    to: new Date(Date.now() + 60_000),
    requestId: randomUUID(),
  });
  await close();
  stage.simulator.clearFaults();
  assert.deepEqual([done.unanswered, done.findings], [0, []]);
  assert.ok(done.repaired.some((line) => line.startsWith(`Payment ${opened.paymentId}:`)));
  await stage.orderReaches(orderId, 'completed');
  assert.equal((await stage.payment(opened)).status, 'reconciled');
};

export const scenes: Readonly<Record<string, Scene>> = {
  pay,
  'decline, retry': declineAndRetry,
  'late payment': late,
  'double payment': twice,
  'partial refunds': refunds,
  reconciliation,
};
