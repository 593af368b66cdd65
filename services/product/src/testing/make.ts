/** Categories and products for tests, made by the use cases themselves. */
import type { Category, CreateProduct, Product } from '#contracts/product/schemas.ts';
import type { Context } from '#platform/service/context.ts';
import type { ProductService } from '../base.ts';
import { createCategory } from '../use-cases/change-categories.ts';
import { createProduct } from '../use-cases/create-product.ts';
import { getProduct } from '../use-cases/get-product.ts';
import { listProducts } from '../use-cases/list-products.ts';
import { asAdmin, asVisitor, type TestProducts } from './open.ts';

const empty = { params: undefined, query: undefined };
let made = 0;

export async function makeCategory(product: ProductService, name: string, parentId?: number): Promise<Category> {
  return createCategory(product, { ...empty, body: { name, parentId } }, asAdmin());
}

export async function makeProduct(
  product: ProductService,
  body: Partial<CreateProduct> & { category: number | string },
  context: Context = asAdmin(),
): Promise<Product> {
  made += 1;
  const defaults = { title: `Product no ${made}`, price: '20.00', quantity: 10 };
  return createProduct(product, { ...empty, body: { ...defaults, ...body } }, context);
}

export async function readProduct(product: ProductService, id: number, context = asVisitor()): Promise<Product> {
  const { bytes } = await getProduct(product, { params: { id }, query: undefined, body: undefined }, context);
  return JSON.parse(bytes.toString());
}

export async function listOf(product: ProductService, query: object, context = asVisitor()) {
  const input = { params: undefined, query: { limit: 20, ...query }, body: undefined };
  const { bytes } = await listProducts(product, input, context);
  return JSON.parse(bytes.toString()) as { items: Product[]; nextCursor: string | null; total?: number; facets?: any };
}

/** All pages, by following the cursor. */
export async function allPages(product: ProductService, query: object): Promise<Product[]> {
  const items: Product[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOf(product, { ...query, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

let orders = 0;

/** An order of its own that holds units of a product's variant, at the price that the product says. */
export async function holdUnits(product: ProductService, of: Product, quantity: number, index = 0): Promise<number> {
  orders += 1;
  const orderId = orders;
  const { id, price } = of.variants[index]!;
  const unitPriceMinor = Math.round(Number(price) * 100);
  await product.holdOne({ orderId, lines: [{ variantId: id, quantity, unitPriceMinor }], requestId: 'test' });
  return orderId;
}

/** Stock of every variant must be explained by its movements, and what is held by the holds. */
const STOCK_INVARIANTS = {
  'on hand is the sum of the movements': `
    select s.variant_id, s.on_hand, coalesce(m.sum, 0) as explained from stock s
    left join (select variant_id, sum(delta) as sum from movement where kind not in ('held', 'released') group by 1) m
      using (variant_id)
    where s.on_hand <> coalesce(m.sum, 0)`,
  'held is the sum of the movements of holds': `
    select s.variant_id, s.held, coalesce(m.sum, 0) as explained from stock s
    left join (select variant_id, sum(delta) as sum from movement where kind in ('held', 'released', 'sold') group by 1) m
      using (variant_id)
    where s.held <> coalesce(m.sum, 0)`,
  'held is what orders hold': `
    select s.variant_id, s.held, coalesce(h.sum, 0) as by_orders from stock s
    left join (
      select l.variant_id, sum(l.quantity) as sum from hold_line l join hold using (order_id)
      where hold.state = 'held' group by 1
    ) h using (variant_id)
    where s.held <> coalesce(h.sum, 0)`,
  'each movement tells the level that it led to': `
    select id from (
      select id, on_hand_after, held_after,
        sum(case when kind in ('held', 'released') then 0 else delta end) over w as on_hand,
        sum(case when kind in ('held', 'released', 'sold') then delta else 0 end) over w as held
      from movement window w as (partition by variant_id order by id)
    ) m where on_hand_after <> on_hand or held_after <> held`,
} as const;

/** Checks the stock, then closes in any case: an open database would keep the test run waiting. */
export async function closeChecked(shop: TestProducts): Promise<void> {
  const broken: string[] = [];
  try {
    for (const [name, violations] of Object.entries(STOCK_INVARIANTS)) {
      const rows = await shop.sql(violations);
      if (rows.length > 0) broken.push(`${name}: ${JSON.stringify(rows[0])}`);
    }
  } finally {
    await shop.close();
  }
  if (broken.length > 0) throw new Error(`Broken: ${broken.join('; ')}`);
}
