/** Categories and products of the demo, with their pictures; what is there already is left alone. */
import type { Logger } from '#platform/log/log.ts';
import { demoCategories } from '../../demo/catalogue/index.ts';
import type { DemoCategory } from '../../demo/types.ts';
import type { ShopClients } from '../compose.ts';
import { actingAs, house } from './acting.ts';

/** Slugs → ids, for all categories of the demo. */
export async function seedCategories({ product }: ShopClients, log: Logger): Promise<Map<string, number>> {
  const context = actingAs(house, log);
  const ids = new Map<string, number>();
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await product.listCategories({ query: { limit: 100, cursor } }, context);
    for (const { slug, id } of items) ids.set(slug, id);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }

  async function add({ slug, name, description, children = [] }: DemoCategory, parentId: number | null): Promise<void> {
    if (!ids.has(slug)) {
      const { id } = await product.createCategory({ body: { slug, name, description, parentId } }, context);
      ids.set(slug, id);
    }
    for (const child of children) await add(child, ids.get(slug)!);
  }
  for (const category of demoCategories) await add(category, null);
  return ids;
}
