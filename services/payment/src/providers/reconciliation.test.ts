/** Every gateway's own list, or its answers one by one, shows what went wrong while nobody listened. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { type Opened, openRehearsal, type Rehearsal } from '../testing/rehearsal.ts';
import { reconcile } from '../use-cases/reconcile.ts';
import { newReference } from '../use-cases/reference.ts';

const gateways: readonly GatewayName[] = ['stripe', 'razorpay', 'paypal', 'juspay', 'sandbox'];
let it: Rehearsal;
before(async () => {
  // No webhook arrives: all that is known, the list has told.
  it = await openRehearsal(gateways, { deaf: true });
});
after(() => it.close());

const run = (gateway: GatewayName) =>
  reconcile(it.till.service, {
    gateway: it.till.service.gateways.find(gateway),
    from: new Date(Date.now() - 3_600_000),
    to: new Date(Date.now() + 60_000),
    requestId: randomUUID(),
  });

async function paid(gateway: GatewayName): Promise<Opened> {
  const opened = await it.open(gateway);
  await it.simulator.pay(opened.reference);
  await it.till.request('GET', `/payment/return/${opened.reference}`);
  assert.equal((await it.read(opened)).status, 'success');
  return opened;
}

/** Taken at the gateway, and neither a webhook nor a browser told. Where we capture, the answer to that was lost. */
async function paidInSilence(gateway: GatewayName): Promise<Opened> {
  const opened = await it.open(gateway);
  await it.simulator.pay(opened.reference);
  if (gateway !== 'paypal') return opened;
  it.simulator.faults({ gateway, operation: 'capture', timeoutAfterCommit: 1 });
  await it.till.request('GET', `/payment/return/${opened.reference}`);
  it.simulator.clearFaults();
  return opened;
}

/** Somebody else used the same account. */
async function ofAnotherShop(name: GatewayName): Promise<void> {
  const gateway = it.till.service.gateways.find(name);
  const reference = newReference();
  const { gatewayRef } = await gateway.create({
    reference,
    orderId: 1,
    orderNumber: 'OTHER-1',
    money: { minor: 7_700, currency: 'USD' },
    method: null,
    returnUrl: 'https://other.test/return',
    expiresAt: new Date(Date.now() + 3_600_000),
    customer: { name: 'Ravi', email: 'ravi@other.test' },
  });
  await it.simulator.pay(reference);
  await gateway.complete?.(gatewayRef, reference);
}

for (const gateway of gateways) {
  const listed = gateway !== 'juspay';
  test(`${gateway}: what agrees is confirmed, what is safe is repaired, the rest is found`, async () => {
    const good = await paid(gateway);
    const silent = await paidInSilence(gateway);
    assert.equal((await it.read(silent)).status, 'pending');
    const givenBack = await paid(gateway);
    await it.simulator.refund(givenBack.reference, 1_000);
    const altered = await paid(gateway);
    it.simulator.alter(altered.reference, { amountMinor: 4_000 });
    const gone = await paid(gateway);
    it.simulator.forget(gone.reference);
    if (listed) await ofAnotherShop(gateway);

    const done = await run(gateway);
    assert.equal(done.unanswered, 0);
    assert.equal(done.repaired.length, 2, JSON.stringify(done));
    const findings = await it.till.sql(
      `select kind, payment_id from payment_finding where gateway = $1 and state = 'open' order by kind`,
      [gateway],
    );
    assert.deepEqual(
      findings.map(({ kind, payment_id }) => [kind, payment_id]),
      [
        ['amount_differs', altered.paymentId],
        ['missing_there', gone.paymentId],
        ...(listed ? [['unknown_here', null]] : []),
      ],
    );
    assert.equal((await it.read(good)).status, 'reconciled');
    assert.equal((await it.read(silent)).status, 'reconciled');
    const back = await it.read(givenBack);
    assert.deepEqual([back.status, back.refundedAmount], ['refunded', '10.00']);

    const again = await run(gateway);
    assert.deepEqual([again.repaired.length, again.findings.length], [0, findings.length]);
  });
}

test('a payment that was confirmed can still be given back', async () => {
  const opened = await paid('stripe');
  await run('stripe');
  assert.equal((await it.read(opened)).status, 'reconciled');
  assert.equal((await it.refund(opened, { amount: '10' })).body.status, 'success');
  assert.equal((await it.read(opened)).status, 'refunded');
});

test('a gateway that does not answer is told as such, and nothing is taken for missing', async () => {
  const opened = await paid('razorpay');
  it.simulator.faults({ gateway: 'razorpay', operation: 'get', respond: { status: 503, times: 2 } });
  await it.simulator.refund(opened.reference, 1_000);
  const before = await it.till.sql(`select count(*) as n from payment_finding where kind = 'missing_there'`);
  const done = await run('razorpay');
  it.simulator.clearFaults();
  assert.ok(done.unanswered > 0);
  assert.deepEqual(await it.till.sql(`select count(*) as n from payment_finding where kind = 'missing_there'`), before);
});
