import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { changeCarts } from './store/change-carts.ts';
import { run } from '#platform/sql/database.ts';
let shop: TestShop;
before(async () => { shop = await openTestShop({skipInvariants: true}); });
after(() => shop.close());
test('sql', async () => {
  const db = shop.database<any>('cart');
  await shop.sql('insert into haat_cart.cart (user_id) select generate_series(1, 5000)');
  await shop.sql("insert into haat_cart.cart_line (cart_id, product_id, variant_id, seller_id, title, quantity, added_minor, shown_minor) select c.id, v, v, 1, 'Lamp', 1, 100, 100 from haat_cart.cart c, generate_series(1,3) v");
  await shop.sql('analyze haat_cart.cart'); await shop.sql('analyze haat_cart.cart_line');
  const carts = await shop.sql('select id::int, user_id::int, version::int from haat_cart.cart order by id');
  let next = 0;
  const one = () => { const c = carts[next++ % carts.length]; return { owner: { userId: c.user_id, guestId: null }, cartId: c.id, version: c.version++, put: [{ productId: 2, variantId: 2, sellerId: 1, title: 'Lamp', quantity: 2, addedMinor: 100, shownMinor: 100 }] } as any; };
  const time = async (name: string, n: number, f: () => Promise<unknown>) => { const all: number[] = []; for (let i = 0; i < n; i++) { const t = performance.now(); await f(); all.push(performance.now() - t); } all.sort((a, b) => a - b); console.log(name, 'median', all[n >> 1]!.toFixed(2), 'p10', all[Math.floor(n / 10)]!.toFixed(2)); };
  for (let r = 0; r < 2; r++) {
    await time('select 1', 300, () => run(db.kysely, 'select 1 as x', []));
    await time('plain update', 300, () => run(db.kysely, 'update cart set updated_at = now() where id = $1', [carts[next++ % 5000].id]));
    for (const b of [1, 8, 32]) await time(`change ${b}`, 300, async () => { const r = await changeCarts(db.kysely, Array.from({ length: b }, one)); if (r.some((x) => !x)) console.log('moved'); });
  }
});
