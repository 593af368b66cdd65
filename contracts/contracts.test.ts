/** The contracts fit together: paths do not clash, codes exist, examples are accepted, peers’ routes stay inside. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputDecoder } from '#platform/contract/decode.ts';
import { type Api, pathsOf, type RouteDefinition } from '#platform/contract/route.ts';
import { type ErrorTable, platformErrors } from '#platform/errors/problem.ts';
import { cartApi } from './cart/api.ts';
import { cartErrors } from './cart/errors.ts';
import { builtInRoles, permissionNames } from './common/permissions.ts';
import { type ServiceName, serviceNames, servicePorts } from './common/services.ts';
import { integrationApi } from './integration/api.ts';
import { integrationErrors } from './integration/errors.ts';
import { orderApi } from './order/api.ts';
import { orderErrors } from './order/errors.ts';
import { paymentApi } from './payment/api.ts';
import { paymentErrors } from './payment/errors.ts';
import { productApi } from './product/api.ts';
import { productErrors } from './product/errors.ts';
import { userApi } from './user/api.ts';
import { userErrors } from './user/errors.ts';

const apis: Record<ServiceName, Api> = {
  user: userApi,
  product: productApi,
  cart: cartApi,
  order: orderApi,
  payment: paymentApi,
  integration: integrationApi,
};

const tables: Record<ServiceName | 'platform', ErrorTable> = {
  platform: platformErrors,
  user: userErrors,
  product: productErrors,
  cart: cartErrors,
  order: orderErrors,
  payment: paymentErrors,
  integration: integrationErrors,
};

const routes: { service: ServiceName; operation: string; route: RouteDefinition }[] = serviceNames.flatMap((service) =>
  Object.entries(apis[service]).map(([operation, route]) => ({ service, operation, route })),
);

test('no two routes of the shop answer the same request', () => {
  const seen = new Map<string, string>();
  for (const { service, operation, route } of routes) {
    for (const path of pathsOf(route)) {
      const key = `${route.method} ${path.replace(/:\w+/g, ':')}`;
      assert.equal(seen.get(key), undefined, `${key}: ${service}.${operation}`);
      seen.set(key, `${service}.${operation}`);
    }
  }
});

test('what moves money, roles or payouts is refused while nobody can tell whether the session lives', () => {
  const moving = /^(payments\.refund|(payouts|commissions|ledger|roles|users|sellers)\.manage)$/;
  for (const { service, operation, route } of routes) {
    if (route.method === 'GET' || route.access.kind !== 'permission') continue;
    if (!route.access.anyOf.some((permission) => moving.test(permission))) continue;
    // Signing somebody out only ever takes away.
    if (route.method === 'DELETE' && /\/sessions\b/.test(pathsOf(route)[0]!)) continue;
    assert.equal(route.sensitive, true, `${service}.${operation}`);
  }
});

test('everything under /api belongs to the integration service, and nothing else does', () => {
  for (const { service, operation, route } of routes) {
    for (const path of pathsOf(route)) {
      assert.equal(path.startsWith('/api/'), service === 'integration', `${service}.${operation}`);
    }
  }
});

test('routes between services, and only those, are closed to the outside', () => {
  for (const { service, operation, route } of routes) {
    for (const path of pathsOf(route)) {
      const internal = path.startsWith(`/internal/${service}/`);
      assert.equal(route.access.kind === 'peer', internal, `${service}.${operation}`);
    }
  }
});

test('every parameter of a path is declared', () => {
  for (const { service, operation, route } of routes) {
    const declared = Object.keys((route.params as { properties?: object } | undefined)?.properties ?? {}).sort();
    for (const path of pathsOf(route)) {
      const named = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!).sort();
      assert.deepEqual(declared, named, `${service}.${operation}`);
    }
  }
});

test('every code that a route may answer stands in one table, and each code in only one', () => {
  const codes = Object.values(tables).flatMap((table) => Object.keys(table));
  assert.equal(new Set(codes).size, codes.length);
  for (const { service, operation, route } of routes) {
    for (const code of route.errors ?? []) assert.ok(codes.includes(code), `${service}.${operation}: ${code}`);
  }
});

test('every example is accepted by its own route', () => {
  for (const { service, operation, route } of routes) {
    if (route.example === undefined) continue;
    const decode = inputDecoder({ ...route, params: undefined, query: undefined });
    assert.doesNotThrow(() => decode({ body: route.example }), `${service}.${operation}`);
  }
});

test('every route with a body that the outside may send has an example', () => {
  for (const { service, operation, route } of routes) {
    if (route.body === undefined || route.access.kind === 'peer') continue;
    assert.notEqual(route.example, undefined, `${service}.${operation}`);
  }
});

test('permissions that routes and roles name exist', () => {
  const known: readonly string[] = permissionNames;
  for (const { route } of routes) {
    if (route.access.kind === 'permission')
      for (const name of route.access.anyOf) assert.ok(known.includes(name), name);
  }
  for (const role of builtInRoles) for (const name of role.permissions) assert.ok(known.includes(name), name);
  for (const name of known) assert.match(name, /^[a-z_.]+$/, 'it travels in the scope claim, parted by spaces');
});

test('each service has a port of its own', () => {
  assert.equal(new Set(Object.values(servicePorts)).size, serviceNames.length);
});

const decodeBody = (route: RouteDefinition, body: unknown) =>
  inputDecoder({ ...route, params: undefined, query: undefined })({ body }).body;

test('adding to the cart takes one line, a list and a bare list, in either spelling', () => {
  const line = { productId: 1, quantity: 2 };
  assert.deepEqual(decodeBody(cartApi.addToCart, { product_id: 1, quantity: 2 }), line);
  assert.deepEqual(decodeBody(cartApi.addToCart, { items: [{ product_id: 1, quantity: 2 }] }), { items: [line] });
  assert.deepEqual(decodeBody(cartApi.addToCart, [{ product_id: 1, quantity: 2 }]), [line]);
});

test('a quantity of zero, below, with a fraction or too large is refused by name', () => {
  for (const quantity of [0, -1, 1.5, 10_001, '2', null]) {
    assert.throws(
      () => decodeBody(cartApi.addToCart, { productId: 1, quantity }),
      (error: { code: string; errors: { field: string }[] }) =>
        error.code === 'validation.failed' && error.errors.some(({ field }) => field === 'quantity'),
    );
  }
});

test('a price may be sent as text or number, a category as id or slug', () => {
  const product = { title: 'Lamp', price: 20, category: 'brass-lamps' };
  assert.deepEqual(decodeBody(productApi.createProduct, product), { ...product, price: '20' });
  assert.doesNotThrow(() => decodeBody(productApi.createProduct, { title: 'Lamp', price: '20.00', category: 1 }));
  assert.throws(() => decodeBody(productApi.createProduct, { title: 'Lamp', price: '-1', category: 1 }));
  assert.throws(() => decodeBody(productApi.createProduct, { title: '  ', price: '1', category: 1 }));
});
