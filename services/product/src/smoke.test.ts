import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asAdmin, asVisitor, openTestProducts } from './testing/open.ts';
import { createCategory } from './use-cases/change-categories.ts';
import { createProduct } from './use-cases/create-product.ts';
import { updateProduct } from './use-cases/update-product.ts';
import { listProducts } from './use-cases/list-products.ts';
import { getProduct } from './use-cases/get-product.ts';
import { listCategories } from './use-cases/categories.ts';

test('smoke', async () => {
  const t = await openTestProducts();
  const { product } = t;
  try {
    const root = await createCategory(product, { body: { name: 'Home' }, params: undefined, query: undefined }, asAdmin());
    const sub = await createCategory(product, { body: { name: 'Lamps', parentId: root.id }, params: undefined, query: undefined }, asAdmin());
    const p = await createProduct(product, { body: { title: 'Brass diya', price: '20', quantity: 5, category: sub.slug, images: ['/a.png'] }, params: undefined, query: undefined } as any, asAdmin('k'));
    console.log(p);
    const l = await listProducts(product, { query: { limit: 20, category: root.id, inStock: true, page: 1 } } as any, asVisitor());
    console.log((l as any).bytes.toString());
    await product.holdOne({ orderId: 1, lines: [{ variantId: p.variants[0]!.id, quantity: 2, unitPriceMinor: 2000 }], requestId: 'r' });
    console.log(JSON.parse((await getProduct(product, { params: { id: p.id } } as any, asVisitor())).bytes.toString()).quantity);
    await t.deliver({ type: 'order.completed', data: { orderId: 1 } });
    console.log(await t.sql('select * from stock'), await t.sql('select * from movement'), await t.sql('select * from hold'));
    console.log(await t.sql('select * from job'));
    const u = await updateProduct(product, { params: { id: p.id }, body: { price: '25', compareAtPrice: '30', quantity: 50, version: p.version + 1 } }, asAdmin());
    console.log(u.price, u.quantity, u.version);
    console.log((await listCategories(product, { query: { limit: 100 } } as any)).items);
    console.log(await product.readSnapshot({ variantIds: [], productIds: [p.id] }));
    console.log(await product.releaseOne(5), await product.holdOne({ orderId: 5, lines: [{ variantId: p.variants[0]!.id, quantity: 2, unitPriceMinor: 2500 }], requestId: 'r' }).catch((e) => e.code));
  } finally {
    await t.close();
  }
});
