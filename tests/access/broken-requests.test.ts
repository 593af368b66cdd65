/** Requests that are no proper HTTP, and headers that no client sends: refused as problems or ignored, and never echoed. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { assertProblem } from '../shape.ts';
import { newCategory, newProduct, order } from '../steps.ts';

let shop: TestShop;
let buyer: TestUser;
let product: any;
let placed: any;

before(async () => {
  shop = await openTestShop();
  const admin = await shop.admin();
  buyer = await shop.signUp();
  const category = await newCategory(shop, admin);
  product = await newProduct(shop, admin, { category: category.id });
  placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
});
after(() => shop.close());

/** A request as bytes, so that it can be broken. */
function sendRaw(lines: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(shop.url('GET', '/cart'));
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(lines));
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      text += chunk;
      const [head, body] = text.split('\r\n\r\n') as [string, string?];
      const length = /content-length: (\d+)/i.exec(head)?.[1];
      if (body !== undefined && Buffer.byteLength(body) >= Number(length ?? 0)) socket.end();
    });
    socket.on('close', () => resolve({ head: text.split('\r\n\r\n')[0]!, body: text.split('\r\n\r\n')[1] ?? '' }));
    socket.on('error', reject);
  });
}

const brokenRequests: readonly { what: string; lines: string; status: number }[] = [
  {
    what: 'a bare carriage return in a header',
    lines: 'GET /cart HTTP/1.1\r\nHost: x\r\nX-A: a\rb\r\n\r\n',
    status: 400,
  },
  { what: 'a NUL in a header', lines: 'GET /cart HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', status: 400 },
  { what: 'a method that does not exist', lines: 'FETCH /cart HTTP/1.1\r\nHost: x\r\n\r\n', status: 400 },
  {
    what: 'two lengths',
    lines: 'POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    status: 400,
  },
  {
    what: 'a length and chunks',
    lines: 'POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    status: 400,
  },
  {
    what: 'headers without end',
    lines: `GET /cart HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`,
    status: 431,
  },
  { what: 'an address without end', lines: `GET /cart?${'a'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, status: 431 },
];

for (const { what, lines, status } of brokenRequests) {
  test(`${what}: refused as a problem, and the shop goes on`, async () => {
    const { head, body } = await sendRaw(lines);
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
    assert.match(head, /content-type: application\/problem\+json/i, body);
    const answer = JSON.parse(body);
    assert.ok(answer.code && answer.requestId && answer.status === status, body);
    await shop.expect(200, 'GET', '/cart');
  });
}

test('line breaks in an address or a header never become headers of the answer', async () => {
  const split = '%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>';
  const requests = [
    `GET /products/${split} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET /products?q=${split} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET /nothing${split} HTTP/1.1\r\nHost: x\r\nX-Request-Id: a${split}\r\n\r\n`,
    `GET /payment/sandbox/${split} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `GET /cart HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\nOrigin: http://evil.test\r\n\r\n`,
  ];
  for (const lines of requests) {
    const { head, body } = await sendRaw(lines);
    assert.doesNotMatch(head, /evil/i, head);
    if (/text\/html/i.test(head)) assert.doesNotMatch(body, /<script>/);
  }
});

test('odd headers are refused by name or ignored', async () => {
  const { token } = buyer;
  for (const key of [' ', 'x'.repeat(256), 'a b', 'ключ']) {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    const response = await shop.request('POST', '/cart/items', {
      token,
      headers,
      body: { productId: product.id, quantity: 1 },
    });
    if (key.trim() !== '') assertProblem(response, 422, 'validation.failed');
  }
  const harmless: Record<string, string>[] = [
    { cookie: 'a'.repeat(8_000) },
    { cookie: 'haat_guest=%00; haat_guest=__proto__' },
    { 'if-none-match': '"*", W/"x", ***' },
    { 'x-request-id': 'x'.repeat(5_000) },
    { 'x-haat-deadline-ms': '-1' },
    { 'accept-language': 'x'.repeat(5_000) },
    { 'user-agent': '\u00ff'.repeat(2_000) },
    { accept: 'text/html;q=nonsense' },
    { range: 'bytes=99999999999-1' },
  ];
  for (const headers of harmless) await shop.expect(200, 'GET', '/orders', { token, headers });
  for (const last of ['-1', 'abc', '99999999999999999999', '1e20', '1.5', '%00', ' ']) {
    const ending = new AbortController();
    const headers = { authorization: `Bearer ${token}`, 'last-event-id': last };
    const response = await fetch(shop.url('GET', `/orders/${placed.id}/events`), { headers, signal: ending.signal });
    assert.ok(response.status < 500, `${last}: ${response.status}`);
    ending.abort();
  }
});
