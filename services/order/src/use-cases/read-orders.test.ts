/** Lists and notes: each sees the own orders, each order once, page by page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { type OrderShop, orderShop, type Person } from '../testing.ts';

let shop: TestShop;
let it: OrderShop;
let [buyer, seller]: Person[] = [];
const placed: any[] = [];

before(async () => {
  shop = await openTestShop();
  it = await orderShop(shop);
  seller = await shop.signUp({ roles: ['seller'] });
  buyer = await shop.signUp({ name: 'Meera Iyer' });
  const [theirs, house] = [await it.product({}, seller), await it.product()];
  for (let index = 0; index < 7; index += 1) {
    await it.add(buyer, index % 2 === 0 ? theirs : house);
    placed.push(await it.place(buyer));
  }
  await shop.expect(200, 'POST', `/orders/${placed[0].id}/cancel`, { token: buyer.token, body: {} });
});
after(() => shop?.close());

const list = (who: Person, query = '') => shop.expect(200, 'GET', `/orders${query}`, { token: who.token });
const idsOf = (page: any): number[] => page.items.map(({ id }: any) => id);
const newestFirst = () => placed.map(({ id }) => id).reverse();

test('a buyer sees own orders, newest first, each once over all pages', async () => {
  assert.deepEqual(idsOf(await list(buyer!)), newestFirst());
  const seen: number[] = [];
  let cursor = '';
  do {
    const page = await list(buyer!, `?limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...idsOf(page));
    cursor = page.nextCursor ?? '';
  } while (cursor);
  assert.deepEqual(seen, newestFirst());
});

test('pages by number hold the same, and say how many there are', async () => {
  const [first, third] = [await list(buyer!, '?limit=3&page=1'), await list(buyer!, '?limit=3&page=3')];
  assert.deepEqual(idsOf(first), newestFirst().slice(0, 3));
  assert.deepEqual(idsOf(third), newestFirst().slice(6));
  assert.deepEqual([first.total, third.total, third.nextCursor], [7, 7, null]);
});

test('by status, number, name, day', async () => {
  assert.deepEqual(idsOf(await list(buyer!, '?status=cancelled')), [placed[0].id]);
  assert.equal((await list(buyer!, '?status=pending')).items.length, 6);
  assert.deepEqual(idsOf(await list(it.admin, `?q=${placed[2].number}`)), [placed[2].id]);
  assert.deepEqual(idsOf(await list(it.admin, '?q=meera')), newestFirst());
  assert.deepEqual((await list(it.admin, '?q=%25')).items, [], 'a percent sign is text');
  assert.deepEqual(
    idsOf(await list(it.admin, `?userId=${buyer!.id}&paymentStatus=pending&limit=2`)),
    newestFirst().slice(0, 2),
  );
  assert.deepEqual((await list(it.admin, `?userId=${seller!.id}`)).items, [], 'somebody who bought nothing');
  const today = placed[0].createdAt.slice(0, 10);
  assert.equal((await list(buyer!, `?from=${today}&to=${today}`)).items.length, 7);
  assert.deepEqual((await list(buyer!, '?to=2020-01-01')).items, []);
});

test('a seller sees orders that hold own products, the staff sees all, a stranger none', async () => {
  const theirs = newestFirst().filter((_, index) => index % 2 === 0);
  for (const query of ['', '?as=seller']) {
    const page = await list(seller!, query);
    assert.deepEqual(idsOf(page), theirs);
    assert.ok(page.items.every((order: any) => order.items.every((item: any) => item.sellerId === seller!.id)));
  }
  assert.deepEqual((await list(seller!, '?as=buyer')).items, []);
  assert.deepEqual(idsOf(await list(it.admin)), newestFirst());
  assert.deepEqual((await list(it.admin, '?as=buyer')).items, []);
  const support = await shop.signUp({ roles: ['support'] });
  assert.deepEqual(idsOf(await list(support)), newestFirst());
  const stranger = await shop.signUp();
  for (const query of ['', '?as=all', '?as=seller', `?userId=${buyer!.id}`]) {
    assert.deepEqual((await list(stranger, query)).items, [], query);
  }
  await shop.expect(404, 'GET', `/orders/${placed[1].id}`, { token: seller!.token });
});

test('a seller who buys sees both kinds in one list: the purchase whole, the sale in part', async () => {
  const both = await shop.signUp({ roles: ['seller'] });
  const sale = await it.place(await it.shopperWith(await it.product({}, both), await it.product()));
  await it.add(both, await it.product());
  const purchase = await it.place(both);
  const page = await list(both);
  assert.deepEqual(idsOf(page), [purchase.id, sale.id]);
  assert.deepEqual(
    page.items.map((order: any) => order.user.email),
    [both.email, ''],
  );
  assert.deepEqual(
    page.items.map((order: any) => order.items.length),
    [1, 1],
  );
});

test('what is no cursor, page or filter is 422, never a failure', async () => {
  for (const query of [
    '?cursor=x',
    '?cursor=MA',
    '?cursor=-1',
    '?limit=0',
    '?limit=101',
    '?page=0',
    '?status=gone',
    '?from=x',
    '?from=2026-02-31T99:00:00Z',
    '?userId=0',
    '?userId=99999999999999999999',
  ]) {
    const answer = await shop.request('GET', `/orders${query}`, { token: it.admin.token });
    assert.equal(it.said(answer), '422 validation.failed', query);
  }
  await shop.expect(422, 'GET', '/orders/abc', { token: buyer!.token });
  await shop.expect(404, 'GET', '/orders/999999999999999', { token: buyer!.token });
});

test('notes: the buyer reads own and those meant for buyers, a seller none of another seller', async () => {
  const other = await shop.signUp({ roles: ['seller'] });
  const user = await it.shopperWith(await it.product({}, seller), await it.product({}, other));
  const { id } = await it.place(user);
  const write = (who: Person, text: string, visibleToBuyer?: boolean) =>
    shop.request('POST', `/orders/${id}/notes`, { token: who.token, body: { text, visibleToBuyer } });
  assert.equal((await write(user, 'from buyer', false)).body.visibleToBuyer, true);
  await write(seller!, 'one for buyer', true);
  await write(seller!, 'one private');
  await write(other, 'two for buyer', true);
  await write(it.admin, 'staff private');
  await write(it.admin, 'staff for buyer', true);
  const read = async (who: Person) =>
    (await shop.expect(200, 'GET', `/orders/${id}/notes`, { token: who.token })).items
      .map(({ text }: any) => text)
      .sort();
  assert.deepEqual(await read(user), ['from buyer', 'one for buyer', 'staff for buyer', 'two for buyer']);
  assert.deepEqual(await read(seller!), ['from buyer', 'one for buyer', 'one private', 'staff for buyer']);
  assert.equal((await read(it.admin)).length, 6);
  const support = await shop.signUp({ roles: ['support'] });
  assert.equal((await read(support)).length, 6);
  assert.equal((await write(support, 'x')).status, 403);
  assert.equal((await write(buyer!, 'x')).status, 404);
});

test('debug/auth shows who one is', async () => {
  const me = await shop.expect(200, 'GET', '/debug/auth', { token: seller!.token });
  assert.deepEqual([me.user.id, me.user.email], [seller!.id, seller!.email]);
  assert.ok(me.user.roles.includes('seller'));
  assert.ok(me.scopes.includes('orders.fulfil'));
  await shop.expect(401, 'GET', '/debug/auth');
});

test('an erased person is forgotten in the orders that have ended, once those under way have arrived too', async () => {
  const user = await it.shopperWith(await it.product());
  const { id } = await it.place(user);
  await it.add(user, await it.product());
  const open = await it.place(user);
  await shop.expect(200, 'POST', `/orders/${id}/cancel`, { token: user.token, body: {} });
  await shop.request('POST', `/users/${user.id}/erase`, { token: it.admin.token, body: {} });
  await shop.settled();
  const part = shop.parts.find(({ bases }) => bases.has('order'))!;
  const { orderSchedules } = await import('../jobs.ts');
  const anonymise = orderSchedules({ ...part.bases.get('order') } as never).find(
    ({ name }) => name === 'order.anonymise',
  )!;
  await until('the person to be known as erased', async () => {
    const [row] = await shop.sql('select 1 from haat_order.person where user_id = $1 and erased_at is not null', [
      user.id,
    ]);
    return row;
  });
  await anonymise.run();
  const gone = await shop.expect(200, 'GET', `/orders/${id}`, { token: it.admin.token });
  assert.deepEqual(
    [gone.user.email, gone.user.name, gone.shippingAddress.line1, gone.shippingAddress.country],
    ['', '', '-', 'IN'],
  );
  assert.equal(gone.totalPrice, '20.00');
  const kept = await shop.expect(200, 'GET', `/orders/${open.id}`, { token: it.admin.token });
  assert.equal(kept.user.email, user.email);
});
