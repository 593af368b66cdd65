/** A seller is paid out: the account goes from one service to another sealed, the news comes back as a mail. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { newCategory, newProduct, newSeller, paidOrder } from '../steps.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop({ environment: { COMMISSION_PERCENT: '10', PAYOUT_HOLD_DAYS: '0' } });
});
after(() => shop.close());

test('what a sale brought reaches the bank’s file with the account that the seller named', async () => {
  const admin = await shop.admin();
  const seller = await newSeller(shop, 'Gulmohar');
  const payoutAccount = { kind: 'bank', holder: 'Gulmohar', account: '50100234567890', bankCode: 'HDFC0000123' };
  const { token, password } = seller;
  await shop.expect(200, 'PUT', '/sellers/me', { token, body: { payoutAccount, password } });
  const product = await newProduct(shop, seller, { category: (await newCategory(shop, admin)).id, price: '100.00' });
  await paidOrder(shop, await shop.signUp(), { productId: product.id, quantity: 1 });
  await shop.settled();
  const batch = await shop.expect(201, 'POST', '/payouts/batches', { token: admin.token, body: {} });
  const file = await shop.request('GET', `/payouts/batches/${batch.id}.csv`, { token: admin.token });
  assert.match(String(file.body), /,Gulmohar,bank,50100234567890,HDFC0000123,90\.00,INR,/);
  await shop.expect(200, 'POST', `/payouts/batches/${batch.id}/status`, {
    token: admin.token,
    body: { status: 'sent' },
  });
  await until('the seller is told', async () =>
    (await shop.mails()).some((mail) => mail.includes(seller.email) && mail.includes('on its way')),
  );
  const { items } = await shop.expect(200, 'GET', '/payouts', { token: seller.token });
  assert.deepEqual([items[0].status, items[0].amount], ['sent', '90.00']);
});
