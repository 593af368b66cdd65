/** Every route over HTTP: by outcome and by role. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';

let shop: TestShop;
let admin: TestUser;
let seller: TestUser;
let rival: TestUser;
let customer: TestUser;
let category: number;

before(async () => {
  shop = await openTestShop();
  admin = await shop.admin();
  [seller, rival, customer] = await Promise.all([
    shop.signUp({ roles: ['seller'], name: 'Moradabad Brass' }),
    shop.signUp({ roles: ['seller'] }),
    shop.signUp(),
  ]);
  category = (await shop.expect(201, 'POST', '/categories', { token: admin.token, body: { name: 'Lamps' } })).id;
});
after(() => shop.close());

const create = (user: TestUser, body: object = {}) =>
  shop.expect(201, 'POST', '/products', {
    token: user.token,
    body: { title: 'Brass diya', price: '299', quantity: 5, category, ...body },
  });

/** The status of a call by visitor, customer, another seller, the seller, and an admin. */
async function statuses(method: string, path: string, body?: object): Promise<number[]> {
  const all: number[] = [];
  for (const user of [undefined, customer, rival, seller, admin]) {
    all.push((await shop.request(method, path, { token: user?.token, body })).status);
  }
  return all;
}

describe('who may do what', () => {
  test('products: anyone reads; sellers create; only the own are changed, and somebody else’s are not there', async () => {
    const body = { title: 'Lamp', price: '20', category };
    assert.deepEqual(await statuses('POST', '/products', body), [401, 403, 201, 201, 201]);
    const { id } = await create(seller);
    assert.deepEqual(await statuses('GET', `/products/${id}`), [200, 200, 200, 200, 200]);
    assert.deepEqual(await statuses('GET', '/products'), [200, 200, 200, 200, 200]);
    assert.deepEqual(await statuses('PUT', `/products/${id}`, { title: 'New' }), [401, 403, 404, 200, 200]);
    assert.deepEqual(await statuses('PATCH', `/products/${id}`, { title: 'Newer' }), [401, 403, 404, 200, 200]);
    assert.deepEqual(await statuses('DELETE', `/products/${id}`), [401, 403, 404, 204, 404]);
    assert.deepEqual(await statuses('GET', `/products/${id}`), [404, 404, 404, 404, 404]);
  });

  test('stock: its seller and admins', async () => {
    const { id } = await create(seller);
    const path = `/products/${id}/stock`;
    assert.deepEqual(await statuses('GET', path), [401, 403, 404, 200, 200]);
    assert.deepEqual(await statuses('POST', path, { delta: 2, reason: 'Counted' }), [401, 403, 404, 201, 201]);
    assert.deepEqual(await statuses('PUT', path, { lowStockThreshold: 3 }), [401, 403, 404, 200, 200]);
    assert.deepEqual(await statuses('GET', '/stock/low'), [401, 403, 200, 200, 200]);
    assert.equal((await shop.expect(200, 'GET', path, { token: seller.token })).levels[0].onHand, 9);
  });

  test('categories: anyone reads, admins write', async () => {
    assert.deepEqual(await statuses('GET', '/categories'), [200, 200, 200, 200, 200]);
    assert.deepEqual(await statuses('GET', `/categories/${category}`), [200, 200, 200, 200, 200]);
    assert.deepEqual(await statuses('POST', '/categories', { name: 'Toys' }), [401, 403, 403, 403, 201]);
    assert.deepEqual(await statuses('PUT', `/categories/${category}`, { name: 'Lamps' }), [401, 403, 403, 403, 200]);
    assert.deepEqual(await statuses('DELETE', '/categories/999999'), [401, 403, 403, 403, 404]);
    assert.deepEqual(await statuses('DELETE', `/categories/${category}`), [401, 403, 403, 403, 409]);
  });

  test('pictures: their product’s seller and admins', async () => {
    const { id } = await create(seller, { images: ['https://example.com/a.jpg'] });
    const order = { imageIds: [] };
    assert.deepEqual(await statuses('PUT', `/products/${id}/images`, order), [401, 403, 404, 422, 422]);
    assert.deepEqual(await statuses('PUT', `/products/${id}/images/999999`, { alt: 'x' }), [401, 403, 404, 404, 404]);
    assert.deepEqual(await statuses('DELETE', `/products/${id}/images/999999`), [401, 403, 404, 404, 404]);
    assert.deepEqual(await statuses('POST', `/products/${id}/images`, {}), [401, 403, 404, 415, 415]);
  });

  test('what services ask of each other is not there for anybody else', async () => {
    for (const name of ['snapshot', 'hold', 'release', 'import-products', 'import-categories']) {
      assert.deepEqual(await statuses('POST', `/internal/product/${name}`, {}), [404, 404, 404, 404, 404]);
    }
  });

  test('an admin’s product belongs to the house, a seller’s to the seller, whose shop name it shows', async () => {
    const own = await create(seller);
    await shop.settled();
    assert.equal((await create(admin)).sellerId, 1);
    assert.equal(own.sellerId, seller.id);
    const read = await shop.expect(200, 'GET', `/products/${own.id}`);
    assert.equal(typeof read.sellerName, 'string');
  });
});

describe('what comes back', () => {
  test('a product: with snake case and numbers accepted, 201, and its fields in place', async () => {
    const made = await create(seller, { price: 20, compare_at_price: '25.5', low_stock_threshold: 2, foo: 'ignored' });
    const { id, price, compareAtPrice, currency, quantity, inStock, category: of, categoryPath } = made;
    assert.deepEqual(
      { price, compareAtPrice, currency, quantity, inStock, of },
      {
        price: '20.00',
        compareAtPrice: '25.50',
        currency: 'INR',
        quantity: 5,
        inStock: true,
        of: category,
      },
    );
    assert.deepEqual(categoryPath, [{ id: category, name: 'Lamps', slug: 'lamps' }]);
    assert.deepEqual(await shop.expect(200, 'GET', `/products/${id}/`), made);
  });

  test('an ETag: whoever has the answer is told so, and no longer after a change', async () => {
    const { id } = await create(seller);
    for (const path of [`/products/${id}`, `/products?category=${category}`]) {
      const first = await shop.request('GET', path);
      const etag = first.headers.get('etag')!;
      const again = () => shop.request('GET', path, { headers: { 'if-none-match': etag } });
      assert.equal((await again()).status, 304);
      await shop.expect(200, 'PATCH', `/products/${id}`, {
        token: seller.token,
        body: { description: `Seen ${path}` },
      });
      assert.equal((await again()).status, 200);
    }
  });

  test('lists of 1 to 100 with a cursor', async () => {
    const first = await shop.expect(200, 'GET', '/products?limit=1');
    assert.equal(first.items.length, 1);
    const second = await shop.expect(200, 'GET', `/products?limit=1&cursor=${first.nextCursor}`);
    assert.notEqual(first.items[0].id, second.items[0].id);
    for (const query of [
      'limit=0',
      'limit=101',
      'sort=odd',
      'cursor=x',
      'minPrice=x',
      'page=0',
      'seller=0',
      'status=odd',
    ]) {
      const { status, body } = await shop.request('GET', `/products?${query}`);
      assert.deepEqual([query, status, body.code], [query, 422, 'validation.failed']);
    }
    assert.equal((await shop.expect(404, 'GET', '/products?category=nowhere')).code, 'category.not_found');
    const bySlug = await shop.expect(200, 'GET', '/products?category=lamps&inStock=true&sort=-price&page=1');
    assert.ok(bySlug.total > 0);
  });

  test('each refusal names what is wrong', async () => {
    const { id, version } = await create(seller);
    const table: Array<[method: string, path: string, body: object, status: number, code: string, field?: string]> = [
      ['POST', '/products', {}, 422, 'validation.failed', 'title'],
      ['POST', '/products', { title: ' ', price: '1', category }, 422, 'validation.failed', 'title'],
      ['POST', '/products', { title: 'x', price: '-1', category }, 422, 'validation.failed', 'price'],
      ['POST', '/products', { title: 'x', price: '1', category, quantity: 1.5 }, 422, 'validation.failed', 'quantity'],
      ['POST', '/products', { title: 'x', price: '1', category, quantity: 1e12 }, 422, 'validation.failed', 'quantity'],
      ['POST', '/products', { title: 'x', price: '1', category: 99_999 }, 404, 'category.not_found'],
      ['POST', '/products', { title: 'x', price: '1', category, currency: 'USD' }, 422, 'currency.unsupported'],
      ['PUT', `/products/${id}`, { quantity: 9 }, 422, 'validation.failed', 'version'],
      ['PUT', `/products/${id}`, { quantity: 9, version: version + 1 }, 409, 'product.changed'],
      ['PUT', `/products/99999999`, { title: 'x' }, 404, 'product.not_found'],
      ['POST', `/products/${id}/stock`, { delta: 0, reason: 'x' }, 422, 'validation.failed', 'delta'],
      ['POST', `/products/${id}/stock`, { delta: 1 }, 422, 'validation.failed', 'reason'],
      ['POST', `/products/${id}/stock`, { delta: -99, reason: 'x' }, 409, 'stock.insufficient'],
      ['GET', '/products/x', {}, 422, 'validation.failed', 'id'],
      ['GET', '/categories/99999', {}, 404, 'category.not_found'],
    ];
    for (const [method, path, body, status, code, field] of table) {
      const sent = method === 'GET' ? undefined : body;
      const answer = await shop.request(method, path, { token: seller.token, body: sent });
      const said = [answer.status, answer.body.code, answer.body.errors?.[0]?.field];
      assert.deepEqual(said, [status, code, field], `${method} ${path} ${JSON.stringify(body)}`);
    }
  });

  test('a new product is found in the very next request, and suggested', async () => {
    const made = await create(seller, { title: 'Kolhapuri chappal' });
    const { items } = await shop.expect(200, 'GET', '/products?q=kolhapuri');
    assert.deepEqual(
      items.map((each: any) => each.id),
      [made.id],
    );
    const suggested = await shop.expect(200, 'GET', '/products/suggest?q=kolh');
    assert.equal(suggested.items[0].productId, made.id);
  });

  test('the same Idempotency-Key answers the same', async () => {
    const headers = { 'idempotency-key': 'create-1' };
    const body = { title: 'Once', price: '1', category };
    const first = await shop.expect(201, 'POST', '/products', { token: seller.token, body, headers });
    assert.deepEqual(await shop.expect(201, 'POST', '/products', { token: seller.token, body, headers }), first);
  });
});
