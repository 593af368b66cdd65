import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { isProblem, type Problem } from '../errors/problem.ts';
import { partDecoder } from './decode.ts';
import { Decimal, nullable } from './schema.ts';

const Item = Type.Object({
  productId: Type.Integer({ minimum: 1 }),
  quantity: Type.Integer({ minimum: 1, default: 1 }),
});
const Body = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 10 }),
  price: Type.Optional(Decimal),
  note: Type.Optional(nullable(Type.String())),
  items: Type.Optional(Type.Array(Item)),
});
const decodeBody = partDecoder(Body, '', false);

function failure(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    assert.ok(isProblem(error, 'validation.failed'), String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'was accepted' });
}

test('unknown fields are dropped, defaults filled, spellings joined', () => {
  const decoded = decodeBody({ title: 'Tea', role: 'admin', items: [{ product_id: 3, extra: 1 }] });
  assert.deepEqual(decoded, { title: 'Tea', items: [{ productId: 3, quantity: 1 }] });
});

test('every bad field is named', () => {
  const { errors } = failure(() => decodeBody({ price: '-1', items: [{ productId: 1.5 }] }));
  assert.deepEqual(errors?.map((error) => error.field).sort(), ['items.0.productId', 'price', 'title']);
});

test('a missing body names the missing fields', () => {
  assert.deepEqual(
    failure(() => decodeBody(undefined)).errors?.map((error) => error.field),
    ['title'],
  );
});

test('a price may be text or number, never more than two places, an exponent or negative', () => {
  for (const price of ['20', '20.0', '20.00', 20, 19.99]) decodeBody({ title: 'x', price });
  for (const price of ['20.001', '1e3', '-1', '', ' 1', 'NaN', -1, 1e21, 0.001]) {
    failure(() => decodeBody({ title: 'x', price }));
  }
});

test('control characters and broken Unicode are refused wherever they stand', () => {
  for (const title of ['a\u0000b', 'a\u001b', '\ud800']) failure(() => decodeBody({ title }));
  failure(() =>
    partDecoder(
      Type.Object({ map: Type.Record(Type.String(), Type.String()) }),
      '',
      false,
    )({ map: { 'a\u0000': 'x' } }),
  );
  assert.ok(decodeBody({ title: 'a\tb\nc' }));
});

test('null is a value only where the schema says so', () => {
  assert.deepEqual(decodeBody({ title: 'x', note: null }), { title: 'x', note: null });
  failure(() => decodeBody({ title: null }));
});

test('inherited names are no fields', () => {
  failure(() => decodeBody(JSON.parse('{"__proto__": {"title": "x"}}')));
  failure(() => decodeBody(Object.create({ title: 'x' })));
});

test('query text becomes numbers and booleans only where it reads as one', () => {
  const decode = partDecoder(
    Type.Object({ limit: Type.Integer({ minimum: 1, default: 20 }), inStock: Type.Optional(Type.Boolean()) }),
    '',
    true,
  );
  assert.deepEqual(decode({ limit: '5', inStock: 'true' }), { limit: 5, inStock: true });
  assert.deepEqual(decode({}), { limit: 20 });
  for (const limit of ['five', '1.5', '', '0', '1e3', '9999999999999999999']) failure(() => decode({ limit }));
});

test('a union takes the variant of the same kind: one item, a list in an object, a bare list', () => {
  const decode = partDecoder(Type.Union([Item, Type.Object({ items: Type.Array(Item) }), Type.Array(Item)]), '', false);
  assert.deepEqual(decode({ product_id: 1 }), { productId: 1, quantity: 1 });
  assert.deepEqual(decode({ items: [{ product_id: 1 }] }), { items: [{ productId: 1, quantity: 1 }] });
  assert.deepEqual(decode([{ productId: 1, quantity: 2 }]), [{ productId: 1, quantity: 2 }]);
  failure(() => decode('x'));
});
