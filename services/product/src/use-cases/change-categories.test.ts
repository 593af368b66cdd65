import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Category } from '#contracts/product/schemas.ts';
import { makeCategory, makeProduct } from '../testing/make.ts';
import { asAdmin, openTestProducts, type TestProducts } from '../testing/open.ts';
import { getCategory, listCategories } from './categories.ts';
import { createCategory, deleteCategory, updateCategory } from './change-categories.ts';

let shop: TestProducts;
before(async () => {
  shop = await openTestProducts();
});
after(async () => {
  try {
    // Every path is its parent's path and its own id, and as deep as its depth says.
    const wrong = await shop.sql(`
      select c.id from category c left join category p on p.id = c.parent_id
      where c.path <> coalesce(p.path, '/') || c.id || '/' or c.depth <> coalesce(p.depth + 1, 0)`);
    assert.deepEqual(wrong, []);
  } finally {
    await shop.close();
  }
});

const make = (name: string, parent?: Category) => makeCategory(shop.product, name, parent?.id);
const change = (of: Category, body: object) =>
  updateCategory(shop.product, { params: { id: of.id }, query: undefined, body });
const create = (body: { name: string; slug?: string; parentId?: number }, key?: string) =>
  createCategory(shop.product, { params: undefined, query: undefined, body }, asAdmin(key));
const listed = async (query: object = {}) =>
  listCategories(shop.product, { params: undefined, query: { limit: 100, ...query }, body: undefined });
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => error.code as string,
  );

describe('categories', () => {
  test('are listed as a tree is read, each with its path and its children', async () => {
    const home = await make('Home');
    const lamps = await make('Lamps', home);
    const diyas = await make('Diyas', lamps);
    await make('Bowls', home);
    const { items } = await listed();
    assert.deepEqual(
      items.map(({ name, depth }) => `${depth} ${name}`),
      ['0 Home', '1 Bowls', '1 Lamps', '2 Diyas'],
    );
    const found = await getCategory(shop.product, diyas.id);
    assert.deepEqual(
      found.path.map((each) => each.name),
      ['Home', 'Lamps', 'Diyas'],
    );
    assert.deepEqual(
      (await getCategory(shop.product, home.id)).children.map((each) => each.name),
      ['Bowls', 'Lamps'],
    );
    assert.deepEqual(
      (await listed({ parent: home.id })).items.map((each) => each.name),
      ['Bowls', 'Lamps'],
    );
    assert.deepEqual(
      (await listed({ q: 'DIY' })).items.map((each) => each.name),
      ['Diyas'],
    );
  });

  test('pages follow each other', async () => {
    const first = await listed({ limit: 3 });
    const second = await listed({ limit: 3, cursor: first.nextCursor });
    assert.deepEqual(
      [...first.items, ...second.items].map((each) => each.name),
      ['Home', 'Bowls', 'Lamps', 'Diyas'],
    );
    assert.equal(second.nextCursor, null);
    assert.equal(await code(listed({ cursor: 'nonsense' })), 'validation.failed');
  });

  test('count the active products below them', async () => {
    const [home, diyas] = [(await listed({ q: 'home' })).items[0]!, (await listed({ q: 'diyas' })).items[0]!];
    await makeProduct(shop.product, { category: diyas.id });
    await makeProduct(shop.product, { category: home.id });
    await makeProduct(shop.product, { category: home.id, status: 'draft' });
    assert.equal((await getCategory(shop.product, home.id)).productCount, 2);
    assert.equal((await getCategory(shop.product, diyas.id)).productCount, 1);
  });

  test('get a slug from their name, and another one when it is taken; a slug that was asked for is not changed', async () => {
    const [one, two] = [await make('Crème & Café'), await make('Crème & Café')];
    assert.equal(one.slug, 'creme-cafe');
    assert.match(two.slug, /^creme-cafe-[0-9a-f]{8}x$/);
    assert.equal(await code(create({ name: 'Other', slug: 'creme-cafe' })), 'category.slug_taken');
    assert.equal(await code(change(two, { slug: 'creme-cafe' })), 'category.slug_taken');
    assert.equal((await make('2024')).slug, 'category-2024');
  });

  test('the same Idempotency-Key makes one category', async () => {
    const [a, b] = [await create({ name: 'Once' }, 'key-1'), await create({ name: 'Once' }, 'key-1')];
    assert.equal(a.id, b.id);
  });

  test('a subtree moves with all that is below it, and back to the root', async () => {
    const [a, b] = [await make('A'), await make('B')];
    const inner = await make('Inner', a);
    const leaf = await make('Leaf', inner);
    await change(inner, { parentId: b.id });
    assert.deepEqual(
      (await getCategory(shop.product, leaf.id)).path.map((each) => each.name),
      ['B', 'Inner', 'Leaf'],
    );
    await change(inner, { parentId: null });
    const moved = await getCategory(shop.product, leaf.id);
    assert.deepEqual([moved.path.length, moved.depth, moved.parentId], [2, 1, inner.id]);
  });

  test('cannot stand below themselves, nor too deep', async () => {
    const top = await make('Top');
    const below = await make('Below', top);
    assert.equal(await code(change(top, { parentId: top.id })), 'category.cycle');
    assert.equal(await code(change(top, { parentId: below.id })), 'category.cycle');
    let deepest = below;
    for (let depth = 2; depth <= 7; depth += 1) deepest = await make(`Depth ${depth}`, deepest);
    assert.equal(await code(create({ name: 'Too deep', parentId: deepest.id })), 'category.cycle');
    assert.equal(await code(change(await make('Elsewhere'), { parentId: deepest.id })), 'category.cycle');
  });

  test('two moves at once never close a circle', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [a, b] = [await make('Circle A'), await make('Circle B')];
      const answers = await Promise.all([code(change(a, { parentId: b.id })), code(change(b, { parentId: a.id }))]);
      assert.deepEqual(answers.toSorted(), ['category.cycle', 'ok']);
    }
  });

  test('a child that is made while its parent moves ends below it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [from, to] = [await make('From'), await make('To')];
      const moving = await make('Moving', from);
      const [child] = await Promise.all([make('Child', moving), change(moving, { parentId: to.id })]);
      const { path } = await getCategory(shop.product, child.id);
      assert.deepEqual(
        path.map((each) => each.name),
        ['To', 'Moving', 'Child'],
      );
    }
  });

  test('with products or children they are not deleted; empty ones are', async () => {
    const parent = await make('Parent');
    const child = await make('Only child', parent);
    await makeProduct(shop.product, { category: child.id, status: 'draft' });
    assert.equal(await code(deleteCategory(shop.product, parent.id)), 'category.in_use');
    assert.equal(await code(deleteCategory(shop.product, child.id)), 'category.in_use');
    const empty = await make('Empty');
    await deleteCategory(shop.product, empty.id);
    assert.equal(await code(getCategory(shop.product, empty.id)), 'category.not_found');
  });

  test('deleting one and putting a product into it at once: one of the two is refused', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await make('Contested');
      const answers = await Promise.all([
        code(makeProduct(shop.product, { category: id })),
        code(deleteCategory(shop.product, id)),
      ]);
      assert.ok(['ok,category.in_use', 'category.not_found,ok'].includes(answers.join()), answers.join());
    }
  });

  test('the nearest category that has a tax code lends it to products without one of their own', async () => {
    const parent = await make('Textiles');
    const child = await make('Shawls', parent);
    const bare = await makeProduct(shop.product, { category: child.id });
    const own = await makeProduct(shop.product, { category: child.id, hsn: '62141000' });
    const codes = async () => {
      const found = await shop.product.readSnapshot({ variantIds: [], productIds: [bare.id, own.id] });
      return [bare.id, own.id].map((id) => found.find(({ productId }) => productId === id)!.hsn);
    };
    assert.deepEqual(await codes(), [null, '62141000']);
    await change(parent, { hsn: '62' });
    assert.deepEqual(await codes(), ['62', '62141000']);
    await change(child, { hsn: '6214' });
    assert.deepEqual(await codes(), ['6214', '62141000']);
    await change(child, { hsn: null });
    assert.deepEqual(await codes(), ['62', '62141000']);
    assert.deepEqual([bare.hsn, own.hsn, (await getCategory(shop.product, parent.id)).hsn], [null, '62141000', '62']);
  });

  test('unknown ones and unknown parents are not found', async () => {
    assert.equal(await code(getCategory(shop.product, 99_999)), 'category.not_found');
    assert.equal(await code(deleteCategory(shop.product, 99_999)), 'category.not_found');
    assert.equal(await code(create({ name: 'Orphan', parentId: 99_999 })), 'category.not_found');
    const real = await make('Real');
    assert.equal(await code(change(real, { parentId: 99_999 })), 'category.not_found');
    assert.equal(await code(change({ ...real, id: 99_999 }, { name: 'x' })), 'category.not_found');
  });
});
