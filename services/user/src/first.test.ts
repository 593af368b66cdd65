import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';

const shop = await openTestShop({ skipInvariants: true });
after(() => shop.close());

test('sign up, log in, be known, be an admin', async () => {
  const user = await shop.signUp();
  const profile = await shop.expect(200, 'GET', '/profile', { token: user.token });
  assert.equal(profile.email, user.email);
  const seller = await shop.signUp({ roles: ['seller'] });
  console.log(await shop.expect(200, 'GET', '/validate-token', { token: seller.token }));
  console.log(await shop.expect(200, 'POST', '/token/refresh', { body: { refreshToken: seller.refreshToken } }));
  const admin = await shop.admin();
  console.log((await shop.expect(200, 'GET', '/users', { token: admin.token })));
  await shop.expect(200, 'POST', '/logout', { token: user.token });
  await shop.expect(401, 'GET', '/profile', { token: user.token });
});
