import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from './testing.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop();
});
after(() => shop.close());

test('the documentation opens in a browser, from the front page and by its short address', async () => {
  for (const path of ['/', '/docs', '/docs/', '/docs/?a=b']) {
    const response = await fetch(shop.url('GET', path));
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    const html = await response.text();
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => source!);
    assert.ok(scripts.length > 0, html.slice(0, 500));
    for (const source of scripts) {
      const script = await fetch(new URL(source, response.url));
      assert.equal(script.status, 200, source);
      assert.match(script.headers.get('content-type') ?? '', /javascript/);
    }
  }
});
