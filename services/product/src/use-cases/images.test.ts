/** Pictures over HTTP: what is taken, what is refused, and how they are served. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import sharp from 'sharp';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import type { ProductService } from '../base.ts';
import { removeUnusedPictures } from './store-picture.ts';

let shop: TestShop;
let seller: TestUser;
let category: number;

before(async () => {
  shop = await openTestShop();
  const admin = await shop.admin();
  seller = await shop.signUp({ roles: ['seller'] });
  category = (await shop.expect(201, 'POST', '/categories', { token: admin.token, body: { name: 'Lamps' } })).id;
});
after(() => shop.close());

const picture = (colour: string, width = 60, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: colour } });
const makeProduct = async () =>
  shop.expect(201, 'POST', '/products', { token: seller.token, body: { title: 'Diya', price: '1', category } });

function form(bytes: Uint8Array, name = 'a.png', type = 'image/png', alt?: string): FormData {
  const data = new FormData();
  data.append('file', new Blob([Buffer.from(bytes)], { type }), name);
  if (alt !== undefined) data.append('alt', alt);
  return data;
}
const upload = (id: number, body: FormData) =>
  shop.request('POST', `/products/${id}/images`, { token: seller.token, body });
const images = async (id: number) => (await shop.expect(200, 'GET', `/products/${id}`)).images;

describe('uploading', () => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    test(`${format} is taken, whatever the file calls itself, and shown at once`, async () => {
      const { id } = await makeProduct();
      const bytes = await picture('#c63').toFormat(format).toBuffer();
      const { status, body } = await upload(id, form(bytes, 'x.txt', 'text/plain', 'A diya'));
      assert.equal(status, 201, JSON.stringify(body));
      assert.deepEqual([body.alt, body.width, body.height], ['A diya', 60, 40]);
      assert.deepEqual(await images(id), [body]);
    });
  }

  test('a large picture is kept in sizes that pages need, and turned as its camera says', async () => {
    const { id } = await makeProduct();
    const bytes = await picture('#36c', 2_400, 1_200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const { body } = await upload(id, form(bytes));
    assert.deepEqual([body.width, body.height], [800, 1_600]);
    for (const [size, height] of [
      [1_600, 1_600],
      [800, 800],
      [320, 320],
    ]) {
      const url = body.url.replace('-1600.', `-${size}.`);
      const answer = await fetch(shop.url('GET', url));
      const served = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      assert.deepEqual([served.format, served.height, served.orientation], ['webp', height, undefined]);
    }
  });

  test('nothing that was hidden in a file is served', async () => {
    const { id } = await makeProduct();
    const secret = '<script>alert(1)</script>';
    const bytes = Buffer.concat([await picture('#3c6').jpeg().toBuffer(), Buffer.from(secret)]);
    const { body } = await upload(id, form(bytes));
    const served = Buffer.from(await (await fetch(shop.url('GET', body.url))).arrayBuffer());
    assert.ok(!served.includes(secret));
  });

  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  );
  const refusals: Array<[name: string, bytes: () => Promise<Uint8Array> | Uint8Array, status: number, code: string]> = [
    ['an SVG', () => svg, 415, 'media.unsupported'],
    ['a GIF', () => picture('#fff').gif().toBuffer(), 415, 'media.unsupported'],
    [
      'HTML that calls itself a picture',
      () => Buffer.from('<!doctype html><script>1</script>'),
      415,
      'media.unsupported',
    ],
    [
      'an SVG behind the first bytes of a JPEG',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), svg]),
      422,
      'image.unreadable',
    ],
    [
      'half a picture',
      async () => (await picture('#c63', 900, 900).png().toBuffer()).subarray(0, 500),
      422,
      'image.unreadable',
    ],
    [
      'more pixels than a picture may have',
      () => picture('#fff', 9_000, 6_000).png().toBuffer(),
      422,
      'image.unreadable',
    ],
    ['an empty file', () => Buffer.alloc(0), 422, 'validation.failed'],
    ['more bytes than a picture may have', () => Buffer.alloc(15 * 1_048_576 + 1, 0xff), 413, 'body.too_large'],
  ];
  for (const [name, bytes, status, code] of refusals) {
    test(`${name} is refused: ${status} ${code}`, async () => {
      const { id } = await makeProduct();
      const answer = await upload(id, form(await bytes()));
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
      assert.deepEqual(await images(id), []);
    });
  }

  test('a form without a file is refused, naming the field', async () => {
    const { id } = await makeProduct();
    const data = new FormData();
    data.append('alt', 'Only words');
    const { status, body } = await upload(id, data);
    assert.deepEqual([status, body.errors[0].field], [422, 'file']);
  });

  test('a product has 20 pictures at most, also when they come at once', async () => {
    const { id } = await makeProduct();
    const urls = Array.from({ length: 18 }, (_, index) => `https://example.com/${index}.jpg`);
    await shop.expect(200, 'PATCH', `/products/${id}`, { token: seller.token, body: { images: urls } });
    const bytes = await picture('#c36').png().toBuffer();
    const answers = await Promise.all(Array.from({ length: 5 }, () => upload(id, form(bytes))));
    assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [201, 201, 409, 409, 409]);
    assert.equal((await images(id)).length, 20);
  });
});

describe('pictures of a product', () => {
  test('are put in order, described, replaced and removed', async () => {
    const { id } = await makeProduct();
    const made = [];
    for (const colour of ['#111', '#222', '#333'])
      made.push((await upload(id, form(await picture(colour).png().toBuffer()))).body);
    const [a, b, c] = made;
    const { token } = seller;
    const order = (imageIds: number[]) => shop.request('PUT', `/products/${id}/images`, { token, body: { imageIds } });
    assert.deepEqual(
      (await order([c.id, a.id, b.id])).body.images.map((each: any) => each.id),
      [c.id, a.id, b.id],
    );
    assert.equal((await order([a.id, b.id])).status, 422);
    assert.equal((await order([a.id, b.id, 999_999])).body.code, 'image.not_found');
    await shop.expect(200, 'PUT', `/products/${id}/images/${a.id}`, { token, body: { alt: 'First light' } });
    // What a page has read it may send back: the same addresses stay the same pictures.
    const read = await images(id);
    const sent = [read[1], { url: 'https://example.com/z.jpg', alt: 'Z' }, read[0]];
    const { images: after } = await shop.expect(200, 'PUT', `/products/${id}`, { token, body: { images: sent } });
    assert.deepEqual(
      after.map((each: any) => [each.url, each.alt]),
      [
        [a.url, 'First light'],
        ['https://example.com/z.jpg', 'Z'],
        [c.url, ''],
      ],
    );
    assert.deepEqual([after[0].id, after[2].id], [a.id, c.id]);
    await shop.expect(204, 'DELETE', `/products/${id}/images/${a.id}`, { token });
    assert.equal((await images(id)).length, 2);
  });

  test('are served to be kept for ever, as nothing but a picture; an unknown one is not found', async () => {
    const { id } = await makeProduct();
    const { body } = await upload(id, form(await picture('#abc').png().toBuffer()));
    const answer = await fetch(shop.url('GET', body.url));
    const header = (name: string) => answer.headers.get(name);
    assert.equal(header('content-type'), 'image/webp');
    assert.equal(header('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(header('x-content-type-options'), 'nosniff');
    const again = await shop.request('GET', body.url, { headers: { 'if-none-match': header('etag')! } });
    assert.equal(again.status, 304);
    assert.equal(
      (await shop.request('GET', `/media/products/${'0'.repeat(40)}-320.webp`)).body.code,
      'image.not_found',
    );
    assert.notEqual((await shop.request('GET', '/media/products/..%2f..%2fsecret-key')).status, 200);
  });

  test('unused for a day, their files are cleared away; used ones and fresh ones stay', async () => {
    const { id } = await makeProduct();
    const made = [];
    for (const colour of ['#0a1', '#0a2', '#0a3'])
      made.push((await upload(id, form(await picture(colour).png().toBuffer()))).body);
    const [used, old, fresh] = made;
    for (const { id: imageId } of [old, fresh]) {
      await shop.expect(204, 'DELETE', `/products/${id}/images/${imageId}`, { token: seller.token });
    }
    const hashOf = (image: any) => /products\/(\w+)-/.exec(image.url)![1];
    await shop.sql(`update haat_product.picture set used_at = now() - interval '2 days' where hash = any($1)`, [
      [hashOf(used), hashOf(old)],
    ]);
    const part = shop.parts.find(({ bases }) => bases.has('product'))!;
    await removeUnusedPictures(part.bases.get('product') as unknown as ProductService);
    const status = async (image: any) => (await shop.request('GET', image.thumbnailUrl)).status;
    assert.deepEqual([await status(used), await status(old), await status(fresh)], [200, 404, 200]);
  });
});
