/** What sellers are owed leaves the shop: once, to the account that the seller named, and comes back where the bank says no. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { isUniqueViolation } from '#platform/sql/database.ts';
import { until } from '#platform/testing/until.ts';
import { waitingForLock } from '#platform/testing/waiting.ts';
import { deliver, newCategory, newProduct, newSeller, paidOrder } from '../steps.ts';

let shop: TestShop;
let admin: TestUser;
let buyer: TestUser;
let category: any;

before(async () => {
  shop = await openTestShop({ environment: { COMMISSION_PERCENT: '10', PAYOUT_HOLD_DAYS: '0', PAYOUT_MINIMUM: '50' } });
  admin = await shop.admin();
  buyer = await shop.signUp();
  category = await newCategory(shop, admin);
});
after(() => shop.close());

const ACCOUNT = '50100234567890';

async function nameAccount(seller: TestUser, account: string, holder = 'Gulmohar Handblock Co.'): Promise<void> {
  const payoutAccount = { kind: 'bank', holder, account, bankCode: 'HDFC0000123' };
  await shop.expect(200, 'PUT', '/sellers/me', {
    token: seller.token,
    body: { payoutAccount, password: seller.password },
  });
  await shop.settled();
}

async function sellerWith(account: string | null, holder?: string): Promise<TestUser> {
  const seller = await newSeller(shop, 'Gulmohar');
  if (account !== null) await nameAccount(seller, account, holder);
  return seller;
}

/** A sale of the price, of which the seller has 90 percent. */
async function sold(seller: TestUser, price: string) {
  const product = await newProduct(shop, seller, { category: category.id, price });
  const order = await paidOrder(shop, buyer, { productId: product.id, quantity: 1 });
  await shop.settled();
  return order;
}

const as = (user: TestUser, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  shop.request(method, path, { token: user.token, body, headers });
const batch = async (body: object = {}) => (await as(admin, 'POST', '/payouts/batches', body)).body;
const ofSeller = async (seller: TestUser, in_: { id: number }) =>
  (await as(admin, 'GET', `/payouts?batchId=${in_.id}&sellerId=${seller.id}`)).body.items[0];
const move = (id: number, status: string, fields = {}) =>
  as(admin, 'POST', `/payouts/${id}/status`, { status, ...fields });
async function balanceOf(seller: TestUser): Promise<string> {
  const { items } = (await as(seller, 'GET', `/sellers/${seller.id}/balance`)).body;
  return items[0]?.available ?? '0.00';
}
const mailsTo = async ({ email }: TestUser) => (await shop.mails()).filter((mail) => mail.includes(email));

test('a payout takes the released balance, is sent and paid, and the seller reads all of it', async () => {
  const seller = await sellerWith(ACCOUNT);
  await sold(seller, '1000.00');
  await sold(seller, '500.00');
  assert.equal(await balanceOf(seller), '1350.00');
  const made = await batch();
  assert.equal(await balanceOf(seller), '0.00', 'it is set aside at once');
  const payout = await ofSeller(seller, made);
  assert.deepEqual(
    [payout.amount, payout.status, payout.account],
    ['1350.00', 'created', { kind: 'bank', account: '••••••••••7890' }],
  );
  const { items: entries } = (await as(seller, 'GET', `/payouts/${payout.id}/entries?limit=100`)).body;
  assert.equal(
    entries.reduce((sum: number, { amount }: any) => sum + Number(amount) * 100, 0),
    135_000,
  );
  assert.equal((await move(payout.id, 'sent')).body.status, 'sent');
  const [mail] = await until('the seller is told', async () => {
    const mails = await mailsTo(seller);
    return mails.some((text) => text.includes('on its way')) && mails.filter((text) => text.includes('on its way'));
  });
  assert.match(mail!, /1350\.00 INR/);
  assert.doesNotMatch(mail!, new RegExp(ACCOUNT));
  const paid = (await move(payout.id, 'paid', { reference: 'UTR 998' })).body;
  assert.deepEqual([paid.status, paid.bankReference], ['paid', 'UTR 998']);
  assert.equal((await as(seller, 'GET', '/payouts')).body.items[0].id, payout.id);
});

test('what the bank sends back is the seller’s again and goes out with the next batch, to the account of then', async () => {
  const seller = await sellerWith(ACCOUNT);
  await sold(seller, '1000.00');
  const first = await ofSeller(seller, await batch());
  await move(first.id, 'sent');
  assert.equal((await move(first.id, 'bounced', { reason: 'No such account' })).body.reason, 'No such account');
  assert.equal(await balanceOf(seller), '900.00');
  await until('the seller is told', async () =>
    (await mailsTo(seller)).some((text) => text.includes('came back') && text.includes('No such account')),
  );
  await nameAccount(seller, '60200099');
  await sold(seller, '100.00');
  const second = await ofSeller(seller, await batch());
  assert.deepEqual([second.amount, second.account.account], ['990.00', '••••0099']);
  await move(second.id, 'cancelled');
  assert.equal(await balanceOf(seller), '990.00');
});

test('a payout takes no step twice, and none that the table does not know', async () => {
  const seller = await sellerWith(ACCOUNT);
  await sold(seller, '1000.00');
  const { id } = await ofSeller(seller, await batch());
  assert.equal((await move(id, 'paid')).body.code, 'payout.bad_transition');
  await move(id, 'sent');
  assert.equal((await move(id, 'cancelled')).body.code, 'payout.bad_transition');
  const ends = await Promise.all(['paid', 'bounced', 'paid', 'bounced'].map((status) => move(id, status)));
  assert.deepEqual(ends.map(({ status }) => status).sort(), [200, 409, 409, 409]);
  assert.equal((await move(999_999_999, 'sent')).body.code, 'payout.not_found');
});

test('the same key pays once, moves once and answers the same', async () => {
  const seller = await sellerWith(ACCOUNT);
  await sold(seller, '1000.00');
  const twice = async (key: string, path: string, body: object) => {
    const headers = { 'idempotency-key': `${key}-${seller.id}` };
    const first = await as(admin, 'POST', path, body, headers);
    const second = await as(admin, 'POST', path, body, headers);
    assert.ok(first.status < 300, JSON.stringify(first.body));
    assert.deepEqual(second.body, first.body);
    return first.body;
  };
  const made = await twice('make', '/payouts/batches', {});
  const { id } = await ofSeller(seller, made);
  await twice('send', `/payouts/batches/${made.id}/status`, { status: 'sent' });
  await twice('pay', `/payouts/${id}/status`, { status: 'paid' });
});

test('an account that was named before anybody listened is told again when the shop starts', async () => {
  const seller = await sellerWith(ACCOUNT);
  await sold(seller, '1000.00');
  await shop.sql('delete from haat_payment.payee');
  // As after an upgrade, or a change of SECRET_KEY: the job has not run for this key yet.
  await shop.sql(`update haat_user.job set status = 'ready', run_at = now() where kind = 'tell-payees'`);
  await until('the payee is known', async () => {
    const known = await shop.sql('select 1 from haat_payment.payee where seller_id = $1', [seller.id]);
    return known.length > 0;
  });
  assert.equal((await ofSeller(seller, await batch())).amount, '900.00');
});

test('two admins and a refund at the same moment: every entry is paid once, and what came too late waits', async () => {
  const sellers = await Promise.all([0, 1, 2].map(() => sellerWith(ACCOUNT)));
  const refunded = await sold(sellers[0]!, '1000.00');
  for (const seller of sellers.slice(1)) await sold(seller, '1000.00');
  const { items } = (await as(admin, 'GET', `/payments?orderId=${refunded.id}`)).body;
  // The rows that a batch locks are held until both batches wait for them.
  const link = shop.database('payment');
  const held = Promise.withResolvers<void>();
  const open = link.tx(async (tx: any) => {
    await tx
      .selectFrom('payee')
      .selectAll()
      .where(
        'seller_id',
        'in',
        sellers.map(({ id }) => id),
      )
      .forUpdate()
      .execute();
    await held.promise;
  });
  const batches = [as(admin, 'POST', '/payouts/batches', {}), as(admin, 'POST', '/payouts/batches', {})];
  await until('both wait', async () => (await waitingForLock(link, shop.sql)) === 2);
  const refund = as(admin, 'POST', `/payments/${items[0].id}/refund`, { amount: '100.00' });
  held.resolve();
  const answers = await Promise.all(batches);
  await Promise.all([open, refund]);
  await shop.settled();
  assert.deepEqual(
    answers.map(({ status }) => status).sort(),
    [201, 409],
    JSON.stringify(answers.map(({ body }) => body)),
  );
  const [lost] = answers.filter(({ status }) => status === 409);
  assert.equal(lost!.body.code, 'payout.nothing_due');
  for (const [index, seller] of sellers.entries()) {
    const { items: payouts } = (await as(seller, 'GET', '/payouts')).body;
    assert.equal(payouts.length, 1);
    const total = Number(payouts[0].amount) + Number(await balanceOf(seller));
    assert.equal(total, index === 0 ? 810 : 900);
  }
});

test('the database itself refuses an entry in a second payout', async () => {
  const [row] = await shop.sql<{ entry_id: number }>(
    'select entry_id, payout_id from haat_payment.payout_entry limit 1',
  );
  const again = shop.sql('insert into haat_payment.payout_entry select $1, max(id) from haat_payment.payout', [
    row!.entry_id,
  ]);
  await assert.rejects(again, (error) => isUniqueViolation(error));
});

test('who cannot be paid is named with the reason, keeps the balance, and a debt is set against what follows', async () => {
  const [without, stopped, poor, debtor] = await Promise.all([
    sellerWith(null),
    sellerWith(ACCOUNT),
    sellerWith(ACCOUNT),
    sellerWith(ACCOUNT),
  ]);
  await sold(without!, '1000.00');
  await sold(stopped!, '1000.00');
  await sold(poor!, '20.00');
  const bought = await sold(debtor!, '1000.00');
  await as(admin, 'POST', `/sellers/${stopped!.id}/reject`, { reason: 'Fakes' });
  await shop.settled();
  const first = await batch();
  const reasons = (made: any) => new Map(made.leftOut.map((one: any) => [one.sellerId, `${one.reason} ${one.amount}`]));
  assert.equal(reasons(first).get(without!.id), 'no_account 900.00');
  assert.equal(reasons(first).get(stopped!.id), 'suspended 900.00');
  assert.equal(reasons(first).get(poor!.id), 'below_minimum 18.00');
  assert.equal((await ofSeller(debtor!, first)).amount, '900.00');
  // What was paid out comes back from the buyer.
  await deliver(shop, admin, bought.id);
  const items = [{ id: bought.items[0].id, quantity: 1 }];
  await as(buyer, 'POST', `/orders/${bought.id}/return`, { items, reason: 'Too small' });
  await shop.settled();
  assert.equal(await balanceOf(debtor!), '-900.00');
  const nothing = await as(admin, 'POST', '/payouts/batches', {});
  assert.equal(nothing.body.code, 'payout.nothing_due');
  assert.equal(reasons(nothing.body).get(debtor!.id), 'negative -900.00');
  await sold(debtor!, '1100.00');
  assert.equal((await ofSeller(debtor!, await batch())).amount, '90.00');
  await sold(poor!, '50.00');
  assert.equal((await ofSeller(poor!, await batch())).amount, '63.00');
});

test('a cut-off leaves what was released after it, and none lies in the future', async () => {
  const seller = await sellerWith(ACCOUNT);
  await sold(seller, '1000.00');
  const until_ = new Date().toISOString();
  await sold(seller, '500.00');
  assert.equal((await ofSeller(seller, await batch({ until: until_ }))).amount, '900.00');
  assert.equal(await balanceOf(seller), '450.00');
  const later = await as(admin, 'POST', '/payouts/batches', { until: '2999-01-01' });
  assert.equal(later.body.code, 'validation.failed');
});

test('the bank’s file holds whole numbers and no formula, each download is in the log, and no other place tells a number', async () => {
  const secret = '777100998877';
  const seller = await sellerWith(secret, '=HYPERLINK("http://x")');
  await sold(seller, '1000.00');
  const made = await batch();
  const { id } = await ofSeller(seller, made);
  const file = await as(admin, 'GET', `/payouts/batches/${made.id}.csv`);
  assert.match(file.headers.get('content-type')!, /^text\/csv; charset=utf-8/);
  const lines = String(file.body).split('\r\n');
  assert.equal(lines[0], 'payout,reference,status,holder,account_kind,account,bank_code,amount,currency,seller,shop');
  assert.ok(
    lines.includes(
      `${id},PAYOUT-${id},created,"'=HYPERLINK(""http://x"")",bank,${secret},HDFC0000123,900.00,INR,${seller.id},Gulmohar`,
    ),
    String(file.body),
  );
  await shop.settled();
  const { items: log } = (await as(admin, 'GET', '/audit?action=payout_file.downloaded')).body;
  assert.deepEqual([log[0].actorId, log[0].entityId, log[0].details.payouts.includes(id)], [admin.id, made.id, true]);
  for (const table of ['haat_user.outbox', 'haat_payment.payee', 'haat_payment.payout', 'haat_payment.outbox']) {
    const rows = await shop.sql(`select * from ${table}`);
    assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(secret), table);
  }
  await shop.expect(200, 'POST', `/payouts/batches/${made.id}/status`, {
    token: admin.token,
    body: { status: 'sent' },
  });
  const done = await shop.expect(200, 'POST', `/payouts/batches/${made.id}/status`, {
    token: admin.token,
    body: { status: 'paid' },
  });
  assert.deepEqual(
    done.byStatus.map(({ status }: any) => status),
    ['paid'],
  );
  const [{ account_sealed }] = await shop.sql('select account_sealed from haat_payment.payout where id = $1', [id]);
  assert.equal(account_sealed, null, 'the number goes with the last use of it');
  assert.doesNotMatch(String((await as(admin, 'GET', `/payouts/batches/${made.id}.csv`)).body), new RegExp(secret));
});

test('a seller sees the own payouts alone; shoppers and sellers make none', async () => {
  const [own, other] = await Promise.all([sellerWith(ACCOUNT), sellerWith(ACCOUNT)]);
  await sold(own!, '1000.00');
  const made = await batch();
  const { id } = await ofSeller(own!, made);
  assert.deepEqual((await as(other!, 'GET', `/payouts?sellerId=${own!.id}`)).body.items, []);
  assert.deepEqual((await as(other!, 'GET', '/payouts')).body.items, []);
  for (const path of [`/payouts/${id}`, `/payouts/${id}/entries`]) {
    assert.equal((await as(own!, 'GET', path)).status, 200);
    assert.deepEqual((await as(other!, 'GET', path)).body.code, 'payout.not_found');
  }
  for (const who of [own!, buyer]) {
    assert.equal((await as(who, 'POST', '/payouts/batches', {})).status, 403);
    assert.equal((await as(who, 'GET', `/payouts/batches/${made.id}.csv`)).status, 403);
    assert.equal((await as(who, 'POST', `/payouts/${id}/status`, { status: 'paid' })).status, 403);
  }
});
