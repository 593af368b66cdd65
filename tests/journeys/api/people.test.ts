/** The public API of those who look after people: users, roles, sessions, sellers. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { id, list, orNull, text } from '../../shape.ts';
import { newSeller, unique } from '../../steps.ts';
import { checkRows, emptyStage } from './rows.ts';

const stage = emptyStage();
const customer = { id: 1, name: 'customer' };
const user = { id, name: text, email: text, roles: [{ id, name: text }] };
const users = { items: [user], nextCursor: orNull(text) };
const seller = { id, shopName: text, status: text };

before(async () => {
  const shop = await openTestShop();
  const [admin, shopkeeper, buyer, other] = await Promise.all([
    shop.admin(),
    newSeller(shop, 'Gulmohar'),
    shop.signUp(),
    shop.signUp(),
  ]);
  const tokens = { admin: admin.token, seller: shopkeeper.token, buyer: buyer.token };
  Object.assign(stage, { shop, shopkeeper, buyer, other, tokens });
});
after(() => stage.shop.close());

async function applicant(): Promise<number> {
  const person = await stage.shop.signUp();
  await stage.shop.expect(201, 'POST', '/sellers', { token: person.token, body: { shopName: unique('Neem') } });
  return person.id;
}

/** Somebody whose session the row is going to end. */
async function somebody(): Promise<number> {
  stage.somebody = await stage.shop.signUp();
  return stage.somebody.id;
}

async function signedOut(): Promise<void> {
  const { body } = await stage.shop.request('GET', '/profile', { token: stage.somebody.token });
  assert.equal(body.code, 'auth.session_ended');
}

checkRows(stage, {
  'GET /users': [
    { by: 'admin', ok: 200, like: users },
    {
      by: 'admin',
      why: 'found by a part of the e-mail and a role',
      at: () => `/users?q=${stage.buyer.email.slice(0, 12)}&role=customer`,
      ok: 200,
      like: () => ({ items: [{ id: stage.buyer.id }] }),
    },
    {
      by: 'admin',
      why: 'page after page, nobody twice',
      at: '/users?limit=2',
      ok: 200,
      like: { ...users, nextCursor: text },
      check: async ({ items, nextCursor }, { shop, tokens }) => {
        const path = `/users?limit=2&cursor=${encodeURIComponent(nextCursor)}`;
        const next = await shop.expect(200, 'GET', path, { token: tokens.admin });
        const ids = [...items, ...next.items].map((found: any) => found.id);
        assert.equal(new Set(ids).size, ids.length);
      },
    },
    { by: 'admin', at: '/users?limit=101', refused: 'validation.failed' },
    { by: 'admin', at: '/users?cursor=nonsense', refused: 'validation.failed' },
    { by: 'buyer', refused: 'auth.forbidden' },
    { refused: 'auth.required' },
  ],
  'GET /users/{id}': [
    { by: 'admin', at: () => `/users/${stage.buyer.id}`, ok: 200, like: user },
    { by: 'buyer', why: 'oneself always', at: () => `/users/${stage.buyer.id}`, ok: 200, like: user },
    { by: 'buyer', why: 'nobody else', at: () => `/users/${stage.other.id}`, refused: 'user.not_found' },
    { by: 'seller', why: 'no buyer of theirs', at: () => `/users/${stage.other.id}`, refused: 'user.not_found' },
    { by: 'admin', at: '/users/999999999', refused: 'user.not_found' },
    { by: 'admin', at: '/users/abc', refused: 'validation.failed' },
  ],
  'GET /roles': [
    { by: 'admin', ok: 200, like: { items: [{ id, name: text }], nextCursor: orNull(text) } },
    { by: 'buyer', refused: 'auth.forbidden' },
  ],
  'POST /roles': [
    {
      by: 'admin',
      body: () => ({ name: unique('role'), permissions: ['categories.manage'] }),
      ok: 201,
      like: { id, name: text, permissions: ['categories.manage'] },
    },
    {
      by: 'admin',
      why: 'a name is enough',
      body: () => ({ name: unique('role') }),
      ok: 201,
      like: { permissions: list },
    },
    { by: 'admin', why: 'a name once', body: { name: 'admin' }, refused: 'role.name_taken' },
    { by: 'buyer', body: { name: 'mine' }, refused: 'auth.forbidden' },
  ],
  'GET /users/{id}/roles': [
    { by: 'admin', at: () => `/users/${stage.buyer.id}/roles`, ok: 200, like: { roles: [customer] } },
    { by: 'buyer', at: () => `/users/${stage.buyer.id}/roles`, refused: 'auth.forbidden' },
  ],
  'POST /users/{id}/roles': [
    {
      by: 'admin',
      why: 'replaces the roles and ends the sessions',
      at: async () => `/users/${await somebody()}/roles`,
      body: { roleIds: [1, 2] },
      ok: 200,
      like: { roles: [customer, { id: 2, name: 'seller' }] },
      check: signedOut,
    },
    {
      by: 'admin',
      why: 'in snake case',
      at: async () => `/users/${await somebody()}/roles`,
      body: { role_ids: [1] },
      ok: 200,
      like: { roles: [customer] },
    },
    { by: 'buyer', at: () => `/users/${stage.buyer.id}/roles`, body: { roleIds: [3] }, refused: 'auth.forbidden' },
    {
      by: 'seller',
      at: () => `/users/${stage.shopkeeper.id}/roles`,
      body: { roleIds: [3] },
      refused: 'auth.forbidden',
    },
    { by: 'admin', at: () => `/users/${stage.buyer.id}/roles`, body: { roleIds: [987654] }, refused: 'role.unknown' },
    { by: 'admin', at: '/users/999999999/roles', body: { roleIds: [1] }, refused: 'user.not_found' },
  ],
  'GET /users/{id}/sessions': [
    {
      by: 'admin',
      at: () => `/users/${stage.buyer.id}/sessions`,
      ok: 200,
      like: { items: [{ id, device: text, status: text }] },
    },
    { by: 'buyer', at: () => `/users/${stage.buyer.id}/sessions`, refused: 'auth.forbidden' },
  ],
  'DELETE /users/{id}/sessions': [
    { by: 'admin', at: async () => `/users/${await somebody()}/sessions`, ok: 204, check: signedOut },
    { by: 'seller', at: () => `/users/${stage.buyer.id}/sessions`, refused: 'auth.forbidden' },
  ],
  'GET /sellers': [
    { by: 'admin', ok: 200, like: { items: [seller], nextCursor: orNull(text) } },
    { by: 'buyer', refused: 'auth.forbidden' },
  ],
  'POST /sellers/{id}/approve': [
    {
      by: 'admin',
      at: async () => `/sellers/${await applicant()}/approve`,
      ok: 200,
      like: { ...seller, status: 'approved' },
    },
    {
      by: 'seller',
      why: 'nobody approves themselves',
      at: () => `/sellers/${stage.shopkeeper.id}/approve`,
      refused: 'auth.forbidden',
    },
    { by: 'admin', at: '/sellers/999999999/approve', refused: 'seller.not_found' },
  ],
  'POST /sellers/{id}/reject': [
    {
      by: 'admin',
      at: async () => `/sellers/${await applicant()}/reject`,
      body: { reason: 'No tax number' },
      ok: 200,
      like: { ...seller, status: 'rejected', reason: 'No tax number' },
    },
    { by: 'buyer', at: () => `/sellers/${stage.shopkeeper.id}/reject`, body: {}, refused: 'auth.forbidden' },
  ],
  'PUT /sellers/me': [
    {
      by: 'seller',
      body: { shopName: 'Gulmohar Handblock' },
      ok: 200,
      like: { ...seller, shopName: 'Gulmohar Handblock' },
    },
    {
      by: 'seller',
      why: 'nobody decides on themselves',
      body: { status: 'rejected', id: 1, userId: 1 },
      ok: 200,
      like: () => ({ id: stage.shopkeeper.id, status: 'approved' }),
    },
    { by: 'buyer', body: { shopName: 'None' }, refused: 'seller.not_found' },
  ],
});
