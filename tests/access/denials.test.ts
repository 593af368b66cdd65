import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop();
});
after(() => shop.close());

test('who asks for what their role does not allow stands in the audit log, once a minute and route', async () => {
  const customer = await shop.signUp();
  for (let times = 0; times < 3; times += 1) await shop.expect(403, 'GET', '/users', { token: customer.token });
  await shop.expect(403, 'POST', '/categories', { token: customer.token, body: { name: 'Mine' } });
  const admin = await shop.admin();
  const denials = await until('two denials in the log', async () => {
    const { items } = await shop.expect(200, 'GET', '/audit?limit=100', { token: admin.token });
    const own = items.filter((item: any) => item.action === 'access.denied' && item.actorId === customer.id);
    return own.length >= 2 ? own : null;
  });
  assert.deepEqual(denials.map((item: any) => item.details.operation).sort(), [
    'product.createCategory',
    'user.listUsers',
  ]);
});
