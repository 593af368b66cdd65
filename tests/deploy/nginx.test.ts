/** Six services behind nginx with the configuration made from the contracts: one address, and nothing lost on the way. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { type ServiceName, serviceNames } from '#contracts/common/services.ts';
import { freePort } from '#platform/net/ports.ts';
import { needed } from '#platform/testing/needed.ts';
import { follow } from '../live.ts';
import { assertProblem } from '../shape.ts';
import { shopAt } from '../shop-at.ts';
import { adminAccount } from '../shop-process.ts';
import { type AnyShop, addToCart, newCategory, newProduct, openPayment, pay, readCart } from '../steps.ts';
import { hasNginx, type NginxProxy, startProxy } from './proxy.ts';

needed('nginx', hasNginx, () => {
  let inner: TestShop;
  let proxy: NginxProxy;
  let upstreams: Record<ServiceName, string[]>;
  let shop: AnyShop;
  let admin: TestUser;
  let buyer: TestUser;
  let product: any;

  before(async () => {
    inner = await openTestShop({ apart: true, environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    upstreams = Object.fromEntries(
      inner.parts.map(({ settings }) => [settings.services[0], [`127.0.0.1:${settings.server.PORT}`]]),
    ) as Record<ServiceName, string[]>;
    proxy = await startProxy({ upstreams, workers: 1 });
    shop = shopAt(proxy.url, adminAccount);
    admin = await shop.admin();
    buyer = await shop.signUp();
    const category = await newCategory(shop, admin);
    product = await newProduct(shop, admin, { category: category.id, description: 'A small oil lamp. '.repeat(100) });
  });
  after(async () => {
    await proxy?.stop();
    await inner?.close();
  });

  test('the road of an order leads through all six, live news included', async () => {
    await shop.expect(201, 'POST', '/api/cart/add', {
      token: buyer.token,
      body: { productId: product.id, quantity: 2 },
    });
    const body = { shippingAddress: { name: 'A', line1: '1', city: 'Pune', postalCode: '411001', country: 'IN' } };
    assert.equal((await readCart(shop, buyer)).items.length, 1);
    const { order } = await shop.expect(201, 'POST', '/api/orders/place', { token: buyer.token, body });
    const live = await follow(shop, buyer, order.id);
    await pay(shop, buyer, order.id);
    await live.once('says it is paid, while the stream is open', ({ data }) => data.status === 'completed');
    live.close();
    const documentation = await fetch(new URL('/docs/', proxy.url));
    assert.equal(documentation.status, 200);
    const asked = new Set((await proxy.accessLog()).map(({ upstream }) => upstream));
    for (const name of serviceNames) assert.ok(asked.has(upstreams[name][0]!), `${name} was never asked`);
  });

  test('the token of a payment’s page is not written to the log', async () => {
    await addToCart(shop, buyer, { productId: product.id, quantity: 1 });
    const placed = await shop.expect(201, 'POST', '/orders', {
      token: buyer.token,
      body: { shippingAddress: { name: 'A', line1: '1', city: 'Pune', postalCode: '411001', country: 'IN' } },
    });
    const { pathname } = new URL((await openPayment(shop, buyer, placed.id)).url);
    await shop.expect(200, 'GET', pathname);
    const log = JSON.stringify(await proxy.accessLog());
    assert.ok(!log.includes(pathname.split('/').at(-1)!));
    assert.ok(log.includes('/payment/sandbox/-'));
  });

  test('who calls is known by the connection, never by what the caller says', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
    const body = JSON.stringify({ email: buyer.email, password: buyer.password });
    const { status, text } = await send('POST', '/login', { headers, body, localAddress: '127.0.0.42' });
    assert.equal(status, 200);
    const { items } = await shop.expect(200, 'GET', '/sessions', { token: JSON.parse(text).accessToken });
    assert.equal(items.find((session: any) => session.current).ip, '127.0.0.42');
  });

  test('a request keeps the id it came with, or gets one, and both logs have it', async () => {
    const given = await send('GET', '/cart', { headers: { 'x-request-id': 'client-4711' } });
    assert.equal(given.headers['x-request-id'], 'client-4711');
    const unfit = await send('GET', '/cart', { headers: { 'x-request-id': 'a b"c' } });
    assert.match(String(unfit.headers['x-request-id']), /^[0-9a-f]{32}$/);
    const logged = (await proxy.accessLog()).map(({ requestId }) => requestId);
    assert.ok(logged.includes('client-4711') && logged.includes(String(unfit.headers['x-request-id'])));
  });

  test('security headers come once, from the service', async () => {
    const { rawHeaders } = await send('GET', `/products/${product.id}`);
    const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy']) {
      assert.ok(names.includes(name), `${name} is missing`);
    }
    assert.ok(!rawHeaders.some((text) => /nginx\/\d/.test(text)), 'the version of nginx is nobody’s business');
  });

  test('answers are compressed, and a kept one is confirmed without being sent again', async () => {
    const first = await send('GET', `/products/${product.id}`, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(first.headers['content-encoding'], 'gzip');
    const again = await send('GET', `/products/${product.id}`, {
      headers: { 'accept-encoding': 'gzip', 'if-none-match': String(first.headers.etag) },
    });
    assert.equal(again.status, 304);
  });

  test('a body beyond the limit is refused as a problem, and an upload may be larger', async () => {
    const body = JSON.stringify({ note: 'x'.repeat(1_100_000) });
    const large = await send('POST', '/cart/items', { body });
    assert.equal(large.status, 413);
    assert.equal(large.headers['content-type'], 'application/problem+json');
    const { code, requestId, status } = JSON.parse(large.text);
    assert.deepEqual({ code, status }, { code: 'body.too_large', status: 413 });
    assert.match(requestId, /^[0-9a-f]{32}$/);
    const form = new FormData();
    form.append('file', new Blob([randomBytes(3_000_000)], { type: 'image/jpeg' }), 'noise.jpg');
    const uploaded = await fetch(new URL(`/products/${product.id}/images`, proxy.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.token}` },
      body: form,
    });
    assert.equal(uploaded.status, 415, 'the service has looked at it');
  });

  test('what services say among themselves and their figures cannot be reached', async () => {
    for (const path of ['/internal/product/snapshot', '//internal/events', '/%69nternal/events', '/metrics']) {
      const { status, text } = await send('GET', path);
      assert.equal(status, 404, path);
      assert.equal(JSON.parse(text).code, 'route.not_found');
    }
  });

  test('HTTPS speaks TLS 1.2 and 1.3 only, and HTTP leads to it', async (t) => {
    const certificate = join(proxy.folder, 'tls.crt');
    const key = join(proxy.folder, 'tls.key');
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
        .concat(subject)
        .concat(['-keyout', key, '-out', certificate]),
      { stdio: 'ignore' },
    );
    const port = await freePort();
    const tls = await startProxy({ upstreams, workers: 1, tls: { listen: `127.0.0.1:${port}`, certificate, key } });
    t.after(() => tls.stop());
    const led = await fetch(new URL('/products?limit=1', tls.url), { redirect: 'manual' });
    assert.equal(led.status, 308);
    assert.equal(led.headers.get('location'), `https://127.0.0.1:${port}/products?limit=1`);
    const status = await new Promise((resolve, reject) => {
      const sending = httpsRequest(
        { host: '127.0.0.1', port, path: '/products?limit=1', rejectUnauthorized: false, agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sending.on('error', reject);
      sending.end();
    });
    assert.equal(status, 200);
    assert.equal(await speaks(port, 'TLSv1.3'), 'TLSv1.3');
    assert.equal(await speaks(port, 'TLSv1.2'), 'TLSv1.2');
    assert.equal(await speaks(port, 'TLSv1.1'), null);
  });

  // Last: one service is gone after it.
  test('a service that is away costs 503 where it is asked, as a problem that says when to come again', async () => {
    const away = inner.parts.find(({ settings }) => settings.services[0] === 'product')!;
    away.app.server.close();
    away.app.server.closeAllConnections();
    const answer = await shop.request('GET', `/products/${product.id}`);
    assertProblem(answer, 503, 'service.unavailable');
    assert.equal(answer.headers.get('retry-after'), '1');
    await shop.expect(200, 'GET', '/profile', { token: buyer.token });
    await readCart(shop, buyer);
  });

  interface Sent {
    headers?: Record<string, string>;
    body?: string;
    localAddress?: string;
  }

  function send(method: string, path: string, { headers = {}, body, localAddress }: Sent = {}) {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; rawHeaders: string[]; text: string }>(
      (resolve, reject) => {
        const json = body === undefined ? {} : { 'content-type': 'application/json' };
        const options = { host: '127.0.0.1', port: proxy.port, method, path, localAddress, agent: false as const };
        const sending = httpRequest({ ...options, headers: { ...json, ...headers } }, async (response) => {
          const text = Buffer.concat(await response.toArray()).toString();
          resolve({ status: response.statusCode!, headers: response.headers, rawHeaders: response.rawHeaders, text });
        });
        sending.on('error', reject);
        sending.end(body);
      },
    );
  }

  /** What is agreed on when the client speaks this version alone; null when nothing is. */
  function speaks(port: number, version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<string | null> {
    return new Promise((resolve) => {
      // Clients of today refuse the old ones themselves unless told not to.
      const socket = connect({
        host: '127.0.0.1',
        port,
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
        rejectUnauthorized: false,
      });
      socket.on('secureConnect', () => {
        resolve(socket.getProtocol());
        socket.destroy();
      });
      socket.on('error', () => resolve(null));
    });
  }
});
