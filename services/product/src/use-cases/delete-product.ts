/** Removes a product, or archives it when it stands in orders: those go on showing it. */
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import { readProductIn } from '../store/product-rows.ts';
import * as store from '../store/products.ts';
import { lockVariants } from '../store/variants.ts';
import { ownerIn } from './ownership.ts';
import { productEvent } from './product-event.ts';

export async function deleteProduct(product: ProductService, id: number, context: Context): Promise<void> {
  await product.database.tx(async (tx) => {
    const before = await store.lockProduct(tx, id, ownerIn(context));
    if (!before) throw problem('product.not_found');
    // A hold locks the same rows: after this it is either seen below, or comes too late and finds nothing.
    await lockVariants(tx, id);
    const ordered = await store.standsInOrders(tx, id);
    const version = await store.updateProduct(tx, id, { status: 'archived' });
    const archived = (await readProductIn(tx, id))!;
    if (!ordered) await store.deleteProduct(tx, id);
    if (before.status !== 'archived' || !ordered) {
      await product.outbox.emit(tx, [productEvent('product.archived', archived, version, context.requestId)]);
    }
    noteChange(product, tx, { productIds: [id], order: true });
  });
}
