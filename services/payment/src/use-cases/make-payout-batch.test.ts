/** What a batch is told of sellers, in whatever order, and what becomes of an account that cannot be opened. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { payoutSeal } from '#contracts/user/payees.ts';
import { seal } from '#platform/auth/sealed.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import { completionOf, TILL_SELLER } from '../testing/completion.ts';
import { openTill, type Till } from '../testing.ts';
import { hearPayee } from './hear-people.ts';

let till: Till;
before(async () => {
  till = await openTill({ environment: { PAYOUT_HOLD_DAYS: '0' } });
});
after(() => till.close());

const sealedFor = (sellerId: number, secretKey = till.service.common.secretKey): string => {
  const account = { kind: 'bank', holder: 'Neem', account: '12345678' };
  const key = deriveKey(secretKey, payoutSeal.purpose);
  return seal(key, Buffer.from(JSON.stringify(account)), payoutSeal.about(sellerId));
};

const tell = (version: number, status: 'approved' | 'rejected', sealed: string) =>
  till.service.database.tx((tx) =>
    hearPayee(tx, {
      id: version,
      source: 'user',
      type: 'seller.payee_changed',
      entityId: TILL_SELLER,
      version,
      requestId: 'test',
      at: new Date(),
      data: {
        sellerId: TILL_SELLER,
        status,
        account: { kind: 'bank', masked: '••••5678', sealed },
        at: new Date().toISOString(),
      },
    }),
  );

async function sold(): Promise<void> {
  const { orderId } = till.order();
  const { body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  await till.request('POST', body.url, { body: { action: 'approve' } });
  await till.settled();
  await till.hear('order.completed', completionOf(till.orders.get(orderId)!, body.paymentId));
}

const batch = () => till.request('POST', '/payouts/batches', { as: 1, admin: true, body: {} });

test('older news of a seller changes nothing, the same news again is taken', async () => {
  await sold();
  await tell(2, 'rejected', sealedFor(TILL_SELLER));
  await tell(1, 'approved', sealedFor(TILL_SELLER));
  assert.equal((await batch()).body.leftOut[0].reason, 'suspended');
  await tell(3, 'approved', 'sealed by nobody');
  assert.equal((await batch()).body.leftOut[0].reason, 'account_unreadable');
  await tell(3, 'approved', sealedFor(TILL_SELLER));
  const made = await batch();
  assert.deepEqual([made.status, made.body.amount], [201, '1349.10'], JSON.stringify(made.body));
});

test('an account sealed for another seller, or under another key, is not opened', async () => {
  await sold();
  for (const sealed of [sealedFor(TILL_SELLER + 1), sealedFor(TILL_SELLER, 'another-key-0123456789abcdef0123456789')]) {
    await tell(4, 'approved', sealed);
    assert.equal((await batch()).body.leftOut[0].reason, 'account_unreadable');
  }
});

test('of many batches at the same moment one pays, and nothing is paid twice', async () => {
  await tell(4, 'approved', sealedFor(TILL_SELLER));
  await sold();
  const answers = await Promise.all(Array.from({ length: 6 }, batch));
  const codes = answers.map(({ status, body }) => (status === 201 ? 'made' : body.code)).sort();
  assert.deepEqual(codes, ['made', ...Array.from({ length: 5 }, () => 'payout.nothing_due')]);
  const [entries] = await till.sql(`select count(*) as paid, count(distinct entry_id) as different from payout_entry`);
  assert.equal(Number(entries.paid), Number(entries.different));
  await sold();
});

test('what cannot be opened any more when the file is made stops the file and is named', async () => {
  await tell(5, 'approved', sealedFor(TILL_SELLER));
  const { body: made } = await batch();
  await till.sql(`update payout set account_sealed = 'no' where batch_id = $1`, [made.id]);
  const file = await till.request('GET', `/payouts/batches/${made.id}.csv`, { as: 1, admin: true });
  assert.equal(file.body.code, 'payout.account_unreadable');
  assert.equal(file.body.payouts.length, 1);
  const audited = (await till.events('audit.recorded')).filter(({ data }) => data.action === 'payout_file.downloaded');
  assert.deepEqual(audited, [], 'nothing left, so nothing is said to have left');
});
