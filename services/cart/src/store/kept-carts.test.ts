import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Owner, StoredCart } from '../domain/cart.ts';
import { keepCarts, keepNoCarts } from './kept-carts.ts';

const owner: Owner = { userId: 1, guestId: null };
const cart = (version: number, codes: unknown[] = []) =>
  ({ id: 1, ...owner, version, claimedBy: null, updatedAt: new Date(), lines: [], codes }) as unknown as StoredCart;

test('what was read is kept, and what was written replaces it', () => {
  const kept = keepCarts();
  kept.begin(owner).read(cart(1));
  assert.equal(kept.get(owner)?.version, 1);
  kept.begin(owner).wrote(cart(2));
  assert.equal(kept.get(owner)?.version, 2);
  assert.equal(kept.get({ userId: 2, guestId: null }), undefined);
  assert.equal(kept.get({ userId: null, guestId: '1' }), undefined, 'a guest is not the user of the same number');
});

test('a read that began before a write was acknowledged keeps nothing', () => {
  const kept = keepCarts();
  const read = kept.begin(owner);
  kept.begin(owner).wrote(cart(2));
  read.read(cart(1));
  assert.equal(kept.get(owner)?.version, 2);

  const other = kept.begin(owner);
  kept.drop(owner);
  other.read(cart(2));
  assert.equal(kept.get(owner), undefined);
});

test('when it is not known whose cart was changed, none is kept, nor what was being read', () => {
  const kept = keepCarts();
  kept.begin(owner).read(cart(1));
  const read = kept.begin(owner);
  kept.dropAll();
  assert.equal(kept.get(owner), undefined);
  read.read(cart(1));
  assert.equal(kept.get(owner), undefined);
});

test('of two writes at once neither leaves the other’s past behind', () => {
  const kept = keepCarts();
  const [first, second] = [kept.begin(owner), kept.begin(owner)];
  second.wrote(cart(3));
  first.wrote(cart(2));
  assert.equal(kept.get(owner), undefined);
});

test('a write that failed, a cart with codes and no cart at all are not kept', () => {
  const kept = keepCarts();
  kept.begin(owner).read(cart(1));
  kept.begin(owner).wrote(null);
  assert.equal(kept.get(owner), undefined);
  kept.begin(owner).read(cart(1, [{}]));
  kept.begin(owner).read(null);
  assert.equal(kept.get(owner), undefined);
  const none = keepNoCarts();
  none.begin(owner).read(cart(1));
  assert.equal(none.get(owner), undefined);
});
