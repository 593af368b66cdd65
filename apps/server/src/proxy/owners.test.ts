import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathsOf, type RouteDefinition } from '#platform/contract/route.ts';
import { allServices } from '../services.ts';
import { ownerOf, publicRoutes } from './owners.ts';

const filled = (path: string): string => path.replace(/:\w+/g, '7');

test('every path that the outside may call goes to the service that owns it, with or without a trailing slash', () => {
  for (const { service, path } of publicRoutes) {
    assert.equal(ownerOf(filled(path)), service, path);
    assert.equal(ownerOf(`${filled(path)}/`), service, path);
  }
});

test('the documentation, the front page and what nobody knows are the integration service’s', () => {
  for (const path of [
    '/',
    '/docs',
    '/docs/',
    '/docs/js/scalar.js',
    '/openapi.json',
    '/nowhere',
    '/cartography',
    '/api/x',
  ])
    assert.equal(ownerOf(path), 'integration', path);
});

test('what services say among themselves stands under /internal, which the proxy does not pass on', () => {
  for (const { api } of allServices) {
    const inner = Object.values<RouteDefinition>(api).filter(({ access }) => access.kind === 'peer');
    for (const path of inner.flatMap(pathsOf)) assert.match(path, /^\/internal\//);
  }
  for (const { path } of publicRoutes) assert.doesNotMatch(path, /^\/internal/);
});
