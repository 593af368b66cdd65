/**
 * What must hold at every gateway, through its real adapter: an order is paid once, whatever the gateway, the network or
 * the shopper's browser does, and what goes wrong is found and given back.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { until } from '#platform/testing/until.ts';
import { type Opened, openRehearsal, type Rehearsal } from '../testing/rehearsal.ts';
import { pollOpenPayments } from '../use-cases/poll-open-payments.ts';

const gateways: readonly GatewayName[] = ['stripe', 'razorpay', 'paypal', 'juspay', 'sandbox'];
let it: Rehearsal;

before(async () => {
  it = await openRehearsal(gateways);
});
after(() => it.close());

const pollNow = async () => {
  await it.till.sql(`update payment set next_poll_at = now() - interval '1 second' where status = 'pending'`);
  await pollOpenPayments(it.till.service);
};
const succeeded = async (opened: Opened) =>
  (await it.told(opened)).filter((type) => type === 'payment.succeeded').length;
const deliveriesOf = ({ reference }: Opened) => it.simulator.deliveries(reference);
const delivered = (opened: Opened) =>
  until('the webhooks to be taken', async () => {
    const all = deliveriesOf(opened);
    return all.length > 0 && all.every(({ state }) => state === 'delivered');
  });
const atGateway = ({ reference }: Opened) => it.simulator.find(reference)!;

for (const gateway of gateways) {
  describe(gateway, () => {
    test('webhook, redirect, poll and question at the same moment make one success', async () => {
      const opened = await it.open(gateway);
      const { returnUrl } = await it.simulator.pay(opened.reference);
      await Promise.all([
        ...Array.from({ length: 3 }, () => it.till.request('GET', returnUrl ?? `/payment/return/${opened.reference}`)),
        ...Array.from({ length: 3 }, () => it.till.request('POST', `/payments/${opened.paymentId}/refresh`, { as: 7 })),
        pollNow(),
      ]);
      await delivered(opened);
      await it.till.settled();
      const payment = await it.reaches(opened, 'success');
      assert.deepEqual([payment.amount, payment.currency], ['49.90', 'USD']);
      assert.ok(payment.gatewayReference);
      assert.deepEqual(await it.told(opened), ['payment.started', 'payment.succeeded']);
    });

    test('the webhook alone pays the order, and so does the poll where no webhook comes', async () => {
      const heard = await it.open(gateway);
      await it.simulator.pay(heard.reference);
      await it.reaches(heard, 'success');
      const silent = await it.open(gateway);
      it.simulator.faults({ gateway, operation: 'webhook', payment: silent.reference, dropFirst: 1_000 });
      await it.simulator.pay(silent.reference);
      await pollNow();
      assert.equal((await it.read(silent)).status, 'success');
      it.simulator.clearFaults();
    });

    test('an event that comes three times at once, and again later, pays once', async () => {
      it.simulator.faults({ gateway, operation: 'webhook', duplicate: 2 });
      const opened = await it.open(gateway);
      await it.simulator.pay(opened.reference);
      await delivered(opened);
      it.simulator.clearFaults();
      for (const { number } of deliveriesOf(opened)) await it.simulator.redeliver(number);
      await it.till.settled();
      assert.equal(await succeeded(opened), 1);
    });

    test('a declined try keeps the order, and the next one pays it', async () => {
      const opened = await it.open(gateway);
      await it.simulator.pay(opened.reference, 'decline');
      // The shopper is back; where a decline ends the payment, the next try is another one.
      await it.till.request('GET', `/payment/return/${opened.reference}`);
      await it.till.settled();
      assert.equal(await succeeded(opened), 0);
      const again = await it.open(gateway, { orderId: opened.orderId });
      await it.payAndReturn(again);
      await it.reaches(again, 'success');
      assert.equal(await succeeded(opened), 1);
    });

    test('an answer that was lost after the payment was opened leads to the same payment', async () => {
      const { orderId } = it.till.order({ currency: 'USD', amountMinor: 4_990 });
      it.simulator.faults({ gateway, operation: 'create', timeoutAfterCommit: 1 });
      const lost = await it.till.request('POST', '/payment/service', { as: 7, body: { orderId, gateway } });
      assert.deepEqual([lost.status, lost.body.code], [503, 'payment.gateway_unavailable']);
      const opened = await it.open(gateway, { orderId });
      const [row] = await it.till.sql('select count(*) as n from payment where order_id = $1', [orderId]);
      assert.equal(row.n, 1);
      assert.equal(atGateway(opened).payUrl, opened.url);
      await it.payAndReturn(opened);
      assert.equal((await it.reaches(opened, 'success')).id, opened.paymentId);
    });

    test('news of an end that comes before or after the news of the money changes nothing', async () => {
      const opened = await it.open(gateway);
      it.simulator.faults({ gateway, operation: 'webhook', payment: opened.reference, reorder: true });
      await it.simulator.pay(opened.reference);
      // Where we have to take the money, nothing is there to be given back before.
      await until('the money to be taken', async () => atGateway(opened).status === 'paid');
      await it.simulator.refund(opened.reference, 1_000);
      await it.reaches(opened, 'refunded');
      it.simulator.clearFaults();
      await delivered(opened);
      await it.till.settled();
      const payment = await it.read(opened);
      assert.deepEqual([payment.status, payment.refundedAmount], ['refunded', '10.00']);
      assert.equal(await succeeded(opened), 1);
    });

    test('money that comes after the order was cancelled goes back by itself', async () => {
      const opened = await it.open(gateway);
      const order = it.till.orders.get(opened.orderId)!;
      await it.till.hear('order.cancelled', { ...order, totalMinor: order.amountMinor, reason: 'changed my mind' });
      await it.till.settled();
      assert.equal((await it.read(opened)).status, 'cancelled');
      await it.simulator.pay(opened.reference, 'approve', { late: true });
      if (captures(gateway)) return notTaken(opened);
      const payment = await it.reaches(opened, 'refunded');
      assert.equal(payment.refundedAmount, '49.90');
      assert.equal(payment.refunds[0].reason, 'The order was cancelled before the payment arrived.');
      assert.equal(atGateway(opened).refundedMinor, 4_990);
    });

    test('money that was taken in the moment of the cancellation goes back by itself', async () => {
      const opened = await it.open(gateway);
      it.simulator.faults({ gateway, operation: 'webhook', payment: opened.reference, dropFirst: 1_000 });
      it.simulator.faults({ gateway, operation: 'capture', payment: opened.reference, timeoutAfterCommit: 1 });
      const { returnUrl } = await it.simulator.pay(opened.reference);
      if (captures(gateway)) await it.till.request('GET', returnUrl!);
      assert.deepEqual([atGateway(opened).status, (await it.read(opened)).status], ['paid', 'pending']);
      it.simulator.clearFaults();
      const order = it.till.orders.get(opened.orderId)!;
      await it.till.hear('order.cancelled', { ...order, totalMinor: order.amountMinor, reason: 'changed my mind' });
      await it.reaches(opened, 'refunded');
      assert.equal(atGateway(opened).refundedMinor, 4_990);
    });

    test('of two payments of one order the second goes back by itself', async () => {
      const first = await it.open(gateway);
      await it.till.sql(`update payment set expires_at = now() - interval '1 second' where id = $1`, [first.paymentId]);
      const second = await it.open(gateway, { orderId: first.orderId });
      assert.notEqual(second.paymentId, first.paymentId);
      await it.payAndReturn(second);
      await it.reaches(second, 'success');
      await it.simulator.pay(first.reference, 'approve', { late: true });
      if (captures(gateway)) return notTaken(first);
      await it.reaches(first, 'refunded');
      assert.equal((await it.read(second)).status, 'success');
      assert.equal(atGateway(first).refundedMinor, 4_990);
      assert.equal(atGateway(second).refundedMinor, 0);
    });

    test('another amount and another currency than asked are held for a person', async () => {
      for (const change of [{ amountMinor: 100 }, { currency: 'EUR' }]) {
        const opened = await it.open(gateway);
        it.simulator.alter(opened.reference, change);
        await it.simulator.pay(opened.reference);
        await until('the payment to be held', async () => (await it.read(opened)).heldReason !== null);
        await it.till.settled();
        assert.equal((await it.read(opened)).status, 'pending');
        assert.equal(await succeeded(opened), 0);
      }
    });

    test('forged, stale, future and tampered webhooks are refused, and the money is found all the same', async () => {
      for (const fault of forgeries(gateway)) {
        const opened = await it.open(gateway);
        it.simulator.faults({ gateway, operation: 'webhook', payment: opened.reference, ...fault });
        await it.simulator.pay(opened.reference);
        const answer = await until('the webhook to be tried', async () => deliveriesOf(opened)[0]?.tries[0]?.status);
        assert.equal(answer, 400, JSON.stringify(fault));
        const [row] = await it.till.sql('select count(*) as n from webhook_event where reference = $1', [
          opened.reference,
        ]);
        assert.equal(row.n, 0);
        await it.till.request('GET', `/payment/return/${opened.reference}`);
        assert.equal((await it.read(opened)).status, 'success');
        it.simulator.clearFaults();
      }
    });

    test('parts go back until nothing is left, and never more, however many ask at once', async () => {
      const opened = await it.open(gateway);
      await it.payAndReturn(opened);
      await it.reaches(opened, 'success');
      const answers = await Promise.all(Array.from({ length: 8 }, () => it.refund(opened, { amount: '10' })));
      assert.equal(answers.filter(({ status }) => status === 201).length, 4);
      assert.ok(answers.every(({ status, body }) => status === 201 || body.code === 'payment.refund_too_large'));
      await it.refund(opened);
      const payment = await until('all refunds', async () => {
        const now = await it.read(opened);
        return now.refundedAmount === '49.90' && now;
      });
      assert.equal(payment.refunds.filter(({ status }: any) => status === 'success').length, 5);
      assert.equal(atGateway(opened).refundedMinor, 4_990);
      assert.equal((await it.refund(opened)).body.code, 'payment.not_refundable');
    });

    test('a refund whose answer was lost is done once', async () => {
      const opened = await it.open(gateway);
      await it.payAndReturn(opened);
      await it.reaches(opened, 'success');
      it.simulator.faults({ gateway, operation: 'refund', timeoutAfterCommit: 1 });
      assert.equal((await it.refund(opened, { amount: '10' })).status, 201);
      await it.reaches(opened, 'refunded');
      await it.till.settled();
      assert.equal(atGateway(opened).refundedMinor, 1_000);
      assert.equal((await it.read(opened)).refunds.length, 1);
    });

    test('a refund that the gateway takes its time for is pending until it tells of the end', async () => {
      const opened = await it.open(gateway);
      await it.payAndReturn(opened);
      await it.reaches(opened, 'success');
      it.simulator.faults({ gateway, payment: opened.reference, refundDelayMs: 5_000 });
      assert.equal((await it.refund(opened, { amount: '10' })).body.status, 'pending');
      assert.equal((await it.read(opened)).refundedAmount, '0.00');
      await it.simulator.advance(6_000);
      assert.equal((await it.reaches(opened, 'refunded')).refundedAmount, '10.00');
      it.simulator.clearFaults();
    });

    test('a refund that fails after it was taken is visible, and its money can be asked back again', async () => {
      const opened = await it.open(gateway);
      await it.payAndReturn(opened);
      await it.reaches(opened, 'success');
      it.simulator.faults({ gateway, payment: opened.reference, partialRefundFail: true });
      await it.refund(opened, { amount: '10' });
      await it.simulator.advance(5_000);
      await until('the failure to be known', async () => {
        // PayPal tells of none, so it is asked for.
        await it.till.sql(`update job set run_at = now() where kind = 'payment.refund' and attempts = 0`);
        return (await it.read(opened)).refunds[0].status === 'failed';
      });
      it.simulator.clearFaults();
      await it.refund(opened);
      assert.equal((await it.reaches(opened, 'refunded')).refundedAmount, '49.90');
    });

    test('money given back in the gateway’s own dashboard is taken over', async () => {
      const opened = await it.open(gateway);
      await it.payAndReturn(opened);
      await it.reaches(opened, 'success');
      await it.simulator.refund(opened.reference, 1_234);
      const payment = await it.reaches(opened, 'refunded');
      assert.equal(payment.refundedAmount, '12.34');
      assert.equal(payment.refunds[0].status, 'success');
    });

    test('yen and Kuwaiti dinars are asked for and taken in their own decimals', async () => {
      for (const [currency, amountMinor, text] of amountsOf(gateway)) {
        const opened = await it.open(gateway, { currency, amountMinor });
        await it.payAndReturn(opened);
        const payment = await it.reaches(opened, 'success');
        assert.deepEqual([payment.amount, payment.currency], [text, currency]);
      }
    });

    test('a gateway that fails is left for another one, and what is paid there late goes back', async () => {
      const other = gateways.find((name) => name !== gateway)!;
      const opened = await it.open(gateway);
      it.simulator.faults({ gateway, operation: 'cancel', respond: { status: 503, times: 1 } });
      it.simulator.faults({ gateway, operation: 'get', respond: { status: 503, times: 1 } });
      const elsewhere = await it.open(other, { orderId: opened.orderId });
      assert.equal((await it.read(opened)).status, 'cancelled');
      await it.simulator.pay(opened.reference, 'approve', { late: true });
      await it.payAndReturn(elsewhere);
      const ends = captures(gateway) ? 'cancelled success' : 'refunded success';
      await until('one payment and no other', async () => {
        const payments = await Promise.all([it.read(opened), it.read(elsewhere)]);
        return (
          payments
            .map(({ status }) => status)
            .sort()
            .join(' ') === ends
        );
      });
      it.simulator.clearFaults();
    });
  });
}

/** Where the shopper’s approval takes no money, what comes late is left to run out. */
const captures = (gateway: GatewayName) => gateway === 'paypal';
async function notTaken(opened: Opened): Promise<void> {
  await delivered(opened);
  await it.till.settled();
  assert.equal(atGateway(opened).status, 'approved');
  assert.equal((await it.read(opened)).status, 'cancelled');
}

/** Stripe and the sandbox alone sign the time, Juspay nothing at all: there what is told is asked for, and a lie comes to nothing. */
function forgeries(gateway: GatewayName): object[] {
  if (gateway === 'juspay') return [{ badSignature: true }];
  const times = gateway === 'stripe' || gateway === 'sandbox' ? [{ staleBySec: 400 }, { staleBySec: -400 }] : [];
  return [{ badSignature: true }, { tamperBody: true }, ...times];
}

function amountsOf(gateway: GatewayName): Array<[string, number, string]> {
  const yen: [string, number, string] = ['JPY', 1_500, '1500'];
  return gateway === 'paypal' ? [yen] : [yen, ['KWD', 12_340, '12.340']];
}
