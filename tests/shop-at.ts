/** A shop that runs somewhere, known by its address alone: a child process of a test, or staging. */
import type { TestUser } from '#apps/server/src/testing.ts';
import { type AnyShop, unique } from './steps.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** `base`: its address, or what says at which address a path is answered. */
export function shopAt(base: string | ((method: string, path: string) => string), adminAccount: Credentials): AnyShop {
  const shop: AnyShop = {
    url: (method, path) => new URL(path, typeof base === 'string' ? base : base(method, path)).href,
    async request(method, path, { body, token, headers = {} } = {}) {
      const response = await fetch(shop.url(method, path), {
        method,
        redirect: 'manual',
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
    async expect(status, method, path, request) {
      const response = await shop.request(method, path, request);
      if (response.status === status) return response.body;
      throw new Error(`${method} ${path} answered ${response.status}, not ${status}: ${JSON.stringify(response.body)}`);
    },
    async signUp({ roles, name = 'Asha Rao' } = {}) {
      const account = { email: `${unique('u')}@shop.test`, password: 'a long enough phrase' };
      const user = await shop.expect(201, 'POST', '/signup', { body: { name, ...account } });
      if (roles) {
        const { token } = await shop.admin();
        const all = await shop.expect(200, 'GET', '/roles?limit=100', { token });
        const roleIds = all.items.filter((role: any) => roles.includes(role.name)).map((role: any) => role.id);
        await shop.expect(200, 'POST', `/users/${user.id}/roles`, { token, body: { roleIds } });
      }
      return signIn(shop, account);
    },
    admin: () => signIn(shop, adminAccount),
  };
  return shop;
}

async function signIn(shop: AnyShop, { email, password }: Credentials): Promise<TestUser> {
  const { accessToken, refreshToken, user } = await shop.expect(200, 'POST', '/login', { body: { email, password } });
  return { id: user.id, email, password, token: accessToken, refreshToken };
}
