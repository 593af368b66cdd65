/** Commission rules are set by who may, audited, and fixed on the lines of an order when it is placed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { type OrderShop, orderShop } from '../testing.ts';

let shop: TestShop;
let it: OrderShop;
let seller: TestUser;
before(async () => {
  shop = await openTestShop({ environment: { COMMISSION_PERCENT: '4' } });
  it = await orderShop(shop);
  seller = await shop.signUp({ roles: ['seller'] });
});
after(() => shop.close());

const create = (body: object) => shop.request('POST', '/commission-rules', { token: it.admin.token, body });
const ordered = async (...products: { id: number }[]): Promise<any> => it.place(await it.shopperWith(...products));
const linesOf = (orderId: number) =>
  shop.sql(
    `select commission_percent, commission_minor::int, house_discount_minor::int, hsn
     from haat_order.order_line where order_id = $1 order by id`,
    [orderId],
  );

test('a line keeps the commission that held when its order was placed; later changes are for later orders', async () => {
  const lamp = await it.product({ price: '10.05' }, seller);
  const before = await ordered(lamp);
  const rule = await create({ sellerId: seller.id, percent: '12.5' });
  assert.equal(rule.status, 201);
  assert.deepEqual([rule.body.sellerId, rule.body.categoryId, rule.body.percent], [seller.id, null, '12.50']);
  const after = await ordered(lamp);
  await shop.expect(200, 'PUT', `/commission-rules/${rule.body.id}`, {
    token: it.admin.token,
    body: { percent: '50' },
  });
  const commissions = async (id: number) => {
    const [line] = await linesOf(id);
    return [line.commission_percent, line.commission_minor];
  };
  assert.deepEqual(await commissions(before.id), ['4.00', 40]);
  assert.deepEqual(await commissions(after.id), ['12.50', 126]);
  await shop.expect(204, 'DELETE', `/commission-rules/${rule.body.id}`, { token: it.admin.token });
  assert.deepEqual(await commissions(after.id), ['12.50', 126]);
  assert.deepEqual(await commissions((await ordered(lamp)).id), ['4.00', 40]);
});

test('the house keeps all of its own sales', async () => {
  const [line] = await linesOf((await ordered(await it.product())).id);
  assert.deepEqual([line.commission_percent, line.commission_minor], ['0.00', 0]);
});

test('a rule of a category holds in its subcategories', async () => {
  const category = (body: object) => shop.expect(201, 'POST', '/categories', { token: it.admin.token, body });
  const parent = await category({ name: 'Textiles' });
  const child = await category({ name: 'Shawls', parentId: parent.id, hsn: '6214' });
  const { body } = await create({ categoryId: parent.id, percent: '20' });
  const [line] = await linesOf((await ordered(await it.product({ category: child.id }, seller))).id);
  assert.deepEqual([line.commission_percent, line.hsn], ['20.00', '6214']);
  await shop.expect(204, 'DELETE', `/commission-rules/${body.id}`, { token: it.admin.token });
});

test('a seller and category have one rule, also when two are made at once', async () => {
  const answers = await Promise.all([1, 2, 3].map((percent) => create({ categoryId: 99, percent: `${percent}` })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
  assert.equal(answers.find(({ status }) => status === 409)!.body.code, 'commission.exists');
  const made = answers.find(({ status }) => status === 201)!.body;
  const listed = await shop.expect(200, 'GET', '/commission-rules', { token: it.admin.token });
  assert.deepEqual(listed.items, [made]);
  await shop.expect(204, 'DELETE', `/commission-rules/${made.id}`, { token: it.admin.token });
  const gone = await shop.request('GET', `/commission-rules/${made.id}`, { token: it.admin.token });
  assert.equal(gone.body.code, 'commission.not_found');
});

test('each change is in the audit log with what was and what is', async () => {
  const { body: rule } = await create({ percent: '9' });
  await shop.expect(200, 'PUT', `/commission-rules/${rule.id}`, { token: it.admin.token, body: { percent: '8' } });
  await shop.expect(204, 'DELETE', `/commission-rules/${rule.id}`, { token: it.admin.token });
  await shop.settled();
  const entries = await shop.expect(200, 'GET', `/audit?entity=commission_rule&entityId=${rule.id}`, {
    token: it.admin.token,
  });
  const told = entries.items.map(({ action, details }: any) => [
    action,
    details.before?.percent,
    details.after.percent,
  ]);
  assert.deepEqual(told.sort(), [
    ['commission_rule.changed', '9.00', '8.00'],
    ['commission_rule.created', undefined, '9.00'],
    ['commission_rule.deleted', '8.00', '8.00'],
  ]);
});

test('what a code of the shop takes off is told apart from what the seller gives', async () => {
  const code = (body: object) =>
    shop.expect(201, 'POST', '/discounts', { token: it.admin.token, body: { kind: 'coupon', ...body } });
  await code({ code: 'HOUSE3', value: '3' });
  await code({ code: 'SELLER2', value: '2', sellerId: seller.id });
  const user = await it.shopperWith(await it.product({}, seller));
  for (const discountCode of ['HOUSE3', 'SELLER2']) {
    await shop.expect(200, 'POST', '/api/cart/apply-discount', { token: user.token, body: { discountCode } });
  }
  const { id, discountPrice } = await it.place(user);
  const [line] = await linesOf(id);
  assert.deepEqual([discountPrice, line.house_discount_minor, line.commission_minor], ['5.00', 300, 72]);
});

test('a buyer’s tax number stands on the order; one whose check character does not fit is refused', async () => {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  const wrong = await it.tryToPlace(user, { gstin: '08ADEMO0001A1ZX' });
  assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'gstin']);
  assert.equal((await it.place(user, { gstin: '08ADEMO0001A1ZO' })).gstin, '08ADEMO0001A1ZO');
  assert.equal((await ordered(lamp)).gstin, null);
});
