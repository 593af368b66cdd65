/** No card number can enter: no field is meant for one, no route takes a body that holds one, and no log keeps one. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import pino from 'pino';
import { allServices } from '#apps/server/src/services.ts';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { pathsOf } from '#platform/contract/route.ts';
import { logOptions } from '#platform/log/log.ts';
import { assertProblem } from '../shape.ts';
import { newCategory, newProduct } from '../steps.ts';

const CARD = '4242 4242 4242 4242';
let shop: TestShop;
before(async () => {
  shop = await openTestShop();
});
after(() => shop.close());

const routes = allServices.flatMap(({ name, api }) =>
  Object.entries(api).map(([operation, route]) => ({ name, operation, route })),
);
const writing = routes.filter(({ route }) => route.body && route.access.kind !== 'peer' && route.raw !== 'webhook');

test('no field of any route is meant for a card', () => {
  const names = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name);
      visit(value);
    }
  };
  for (const { route } of routes) visit([route.body, route.query, route.params]);
  const meant = [...names].filter((name) => /card|cvv|cvc|\bpan\b|cardholder|accountNumber/i.test(name));
  assert.deepEqual(meant, []);
});

test('every route refuses a body that holds a card number, in whatever field and writing', async () => {
  const { token } = await shop.admin();
  assert.ok(writing.length > 40);
  for (const { route } of writing) {
    const path = pathsOf(route)[0]!.replaceAll(/:\w+/g, '1');
    const answer = await shop.request(route.method, path, { token, body: { note: `mine is ${CARD}` } });
    assertProblem(answer, undefined, 'body.card_number');
  }
  const escaped = `{"note":"${[...CARD.replaceAll(' ', '')].map((digit) => `\\u003${digit}`).join('')}"}`;
  const answer = await shop.request('POST', '/cart/items', { token, body: escaped });
  assertProblem(answer, undefined, 'body.card_number');
  const form = await shop.request('POST', '/payment/sandbox/0123456789abcdef0123', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `action=approve&method=${CARD.replaceAll(' ', '')}`,
  });
  assertProblem(form, undefined, 'body.card_number');
});

test('an upload holds a card number neither in a field, nor in a file name, nor in a text file; bytes of a picture are none', async () => {
  const admin = await shop.admin();
  const { token } = admin;
  const product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id });
  const uploads = routes.filter(({ route }) => route.raw === 'upload');
  assert.ok(uploads.length > 0);
  const file = (content: string | Uint8Array<ArrayBuffer>, type = 'text/csv') => new Blob([content], { type });
  const forms: [string, (form: FormData) => void][] = [
    ['a field', (form) => form.set('note', `mine is ${CARD}`)],
    ['a file name', (form) => form.set('file', file('a,b'), `${CARD}.csv`)],
    ['a text file', (form) => form.set('file', file(`name,number\r\nAsha,${CARD}\r\n`), 'list.csv')],
    ['a text file that says it is a picture', (form) => form.set('file', file(`x ${CARD}`, 'image/png'), 'x.png')],
  ];
  for (const { route } of uploads) {
    const path = pathsOf(route)[0]!.replaceAll(/:\w+/g, String(product.id));
    for (const [, fill] of forms) {
      const body = new FormData();
      fill(body);
      assertProblem(await shop.request(route.method, path, { token, body }), undefined, 'body.card_number');
    }
    const body = new FormData();
    body.set(
      'file',
      file(Uint8Array.from([0x89, 0xff, 0, ...Buffer.from(CARD.replaceAll(' ', ''))]), 'image/png'),
      'x.png',
    );
    const answer = await shop.request(route.method, path, { token, body });
    assert.notEqual(answer.body.code, 'body.card_number');
  }
});

test('a log line keeps no card number, from whatever it comes', () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = pino(logOptions('info'), stream);
  log.warn({ url: `/products?q=${CARD.replaceAll(' ', '')}`, err: new Error(`declined ${CARD}`) }, `paid by ${CARD}`);
  assert.equal(lines.length, 1);
  assert.ok(!/4242/.test(lines[0]!), lines[0]);
  assert.equal(JSON.parse(lines[0]!).msg, 'paid by [card number cut]');
});
