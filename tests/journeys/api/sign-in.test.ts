/** The public API of accounts: signing up, in and out, tokens, sessions, one's own profile, lost passwords. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { flag, id, list, pageOf, text, time, whole } from '../../shape.ts';
import { address, signInAgain, unique } from '../../steps.ts';
import { checkRows, emptyStage, naming } from './rows.ts';

const stage = emptyStage();
const password = 'a quiet river bank';
const newcomer = (fields = {}) => ({ name: 'Meera Iyer', email: `${unique('m')}@shop.test`, password, ...fields });
const customer = { id: 1, name: 'customer' };
const user = { id, name: text, email: text, roles: [{ id, name: text }] };
const signedIn = { accessToken: text, refreshToken: text, tokenType: 'Bearer', expiresIn: whole, user };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

before(async () => {
  const shop = await openTestShop();
  const [buyer, other] = await Promise.all([shop.signUp(), shop.signUp()]);
  Object.assign(stage, { shop, buyer, other, tokens: { buyer: buyer.token } });
});
after(() => stage.shop.close());

/** Signs somebody in anew, so that a row may use up the session. */
const freshSession = (who: 'buyer' | 'other' = 'other') => signInAgain(stage.shop, stage[who]);

async function endedSession() {
  const { token } = await freshSession();
  await stage.shop.expect(200, 'POST', '/logout', { token });
  return bearer(token);
}

async function currentSessionOf(who: 'buyer' | 'other'): Promise<number> {
  const { token } = await freshSession(who);
  const { items } = await stage.shop.expect(200, 'GET', '/sessions?limit=100', { token });
  return items.find((found: any) => found.current).id;
}

/** The token of the mailed link. */
async function askForReset() {
  const { shop } = stage;
  stage.forgetful = await shop.signUp();
  const { email } = stage.forgetful;
  await shop.expect(202, 'POST', '/reset-password', { body: { email } });
  const token = await until('the link is mailed', async () => {
    // Quoted-printable breaks long lines by `=` and writes `=` as `=3D`.
    const mails = (await shop.mails()).map((mail) => mail.replace(/=\r?\n/g, ''));
    return mails.filter((mail) => mail.includes(email)).map((mail) => /token=(?:3D)?([\w.~-]{16,})/.exec(mail)?.[1])[0];
  });
  stage.reset = { token, password: 'another quiet river' };
  return stage.reset;
}

checkRows(stage, {
  'POST /signup': [
    { body: () => newcomer(), ok: 201, like: { id, name: 'Meera Iyer', email: text, roles: [customer] } },
    { why: 'the name is optional', body: () => newcomer({ name: undefined }), ok: 201 },
    { why: 'roles by name', body: () => newcomer({ roles: ['customer'] }), ok: 201, like: { roles: [customer] } },
    { why: 'roles by id', body: () => newcomer({ roleIds: [1] }), ok: 201, like: { roles: [customer] } },
    { why: 'roles in snake case', body: () => newcomer({ role_ids: [1] }), ok: 201, like: { roles: [customer] } },
    {
      why: 'who asks to sell waits for approval',
      body: () => newcomer({ roles: ['seller'] }),
      ok: 201,
      like: { sellerStatus: 'pending' },
      check: ({ roles }) => assert.ok(!roles.some((found: any) => found.name === 'seller')),
    },
    { why: 'nobody makes themselves admin', body: () => newcomer({ roles: ['admin'] }), refused: 'auth.forbidden' },
    { why: 'nor by id', body: () => newcomer({ role_ids: [1, 3] }), refused: 'auth.forbidden' },
    { why: 'nor staff', body: () => newcomer({ roles: ['customer', 'delivery'] }), refused: 'auth.forbidden' },
    {
      why: 'an e-mail has one account, whatever its case',
      body: () => newcomer({ email: stage.buyer.email.toUpperCase() }),
      refused: 'user.email_taken',
    },
    {
      why: 'every bad field is named',
      body: { email: 'no', password: 'short' },
      refused: 'validation.failed',
      check: naming('email', 'password'),
    },
    {
      why: 'common words are no password',
      body: () => newcomer({ password: 'password123' }),
      refused: 'user.password_common',
    },
    {
      why: 'unknown fields are ignored',
      body: () => newcomer({ id: 1, status: 'blocked', isAdmin: true }),
      ok: 201,
      like: { roles: [customer] },
    },
  ],
  'POST /login': [
    {
      body: () => ({ email: stage.buyer.email, password: stage.buyer.password }),
      ok: 200,
      like: signedIn,
      check: ({ expiresIn }) => assert.ok(expiresIn > 0 && expiresIn <= 300, `lives ${expiresIn} s`),
    },
    {
      why: 'wrong password',
      body: () => ({ email: stage.buyer.email, password: 'not it' }),
      refused: 'auth.invalid_credentials',
    },
    { why: 'unknown e-mail', body: () => ({ email: newcomer().email, password }), refused: 'auth.invalid_credentials' },
    { why: 'no body', refused: 'validation.failed', check: naming('email', 'password') },
  ],
  'POST /token/refresh': [
    { body: async () => ({ refreshToken: (await freshSession()).refreshToken }), ok: 200, like: signedIn },
    { why: 'in snake case', body: async () => ({ refresh_token: (await freshSession()).refreshToken }), ok: 200 },
    { why: 'no token of ours', body: { refreshToken: 'x'.repeat(64) }, refused: 'auth.refresh_invalid' },
  ],
  'GET /validate-token': [
    { by: 'buyer', ok: 200, like: { valid: true, user: { id, email: text, roles: ['customer'] } } },
    { refused: 'auth.required' },
    { why: 'a made-up token', headers: bearer('a.b.c'), refused: 'auth.required' },
    {
      why: 'a refresh token',
      headers: async () => bearer((await freshSession()).refreshToken),
      refused: 'auth.required',
    },
    { why: 'its session has ended', headers: endedSession, refused: 'auth.session_ended' },
  ],
  'POST /validate-token': [
    { by: 'buyer', ok: 200, like: { valid: true, user: { id, email: text, roles: ['customer'] } } },
    { refused: 'auth.required' },
  ],
  'POST /logout': [
    { headers: async () => bearer((await freshSession()).token), ok: 200, like: { message: text } },
    { refused: 'auth.required' },
  ],
  'GET /profile': [
    {
      by: 'buyer',
      ok: 200,
      like: user,
      check: (answer) => assert.doesNotMatch(JSON.stringify(answer), /argon2|hash/i),
    },
    { refused: 'auth.required' },
  ],
  'PUT /profile': [
    {
      by: 'buyer',
      body: { name: 'Asha R.', phone: '+919000000011', addresses: [address] },
      ok: 200,
      like: { name: 'Asha R.', phone: '+919000000011', addresses: [address] },
    },
    {
      by: 'buyer',
      why: 'what is left out stays',
      body: {},
      ok: 200,
      like: { phone: '+919000000011', addresses: [address] },
    },
    {
      by: 'buyer',
      why: 'nobody gives themselves a role or an unconfirmed e-mail',
      body: () => ({ email: stage.other.email, roles: ['admin'], roleIds: [3] }),
      ok: 200,
      like: () => ({ email: stage.buyer.email, roles: [customer] }),
    },
    {
      by: 'buyer',
      body: { addresses: [{ ...address, country: 'India' }] },
      refused: 'validation.failed',
      check: naming('addresses.0.country'),
    },
  ],
  'GET /sessions': [
    {
      by: 'buyer',
      ok: 200,
      like: pageOf({ id, device: text, lastSeenAt: time, current: flag, status: text }) as Record<string, typeof list>,
      check: ({ items }) => assert.equal(items.filter((found: any) => found.current).length, 1),
    },
  ],
  'DELETE /sessions/{id}': [
    { by: 'buyer', at: async () => `/sessions/${await currentSessionOf('buyer')}`, ok: 204 },
    {
      by: 'buyer',
      why: 'another’s',
      at: async () => `/sessions/${await currentSessionOf('other')}`,
      refused: 'session.not_found',
    },
  ],
  'DELETE /sessions': [{ headers: async () => bearer((await stage.shop.signUp()).token), ok: 204 }],
  'POST /reset-password': [
    { body: () => ({ email: stage.buyer.email }), ok: 202, like: { message: text } },
    {
      why: 'whether somebody is known is not told',
      body: () => ({ email: newcomer().email }),
      ok: 202,
      like: { message: text },
    },
  ],
  'POST /reset-password/confirm': [
    {
      why: 'a mailed token sets a password and ends all sessions',
      once: true,
      body: askForReset,
      ok: 200,
      like: { message: text },
      check: async (_, { shop, forgetful, reset }) => {
        await shop.expect(200, 'POST', '/login', { body: { email: forgetful.email, password: reset.password } });
        await shop.expect(401, 'GET', '/profile', { token: forgetful.token });
      },
    },
    { why: 'a token works once', body: () => stage.reset, refused: 'user.token_invalid' },
  ],
  'GET /debug/auth': [
    {
      by: 'buyer',
      ok: 200,
      like: () => ({
        user: { id: stage.buyer.id, email: text, roles: ['customer'] },
        session: { id: text },
        scopes: list,
      }),
    },
    { refused: 'auth.required' },
  ],
});
