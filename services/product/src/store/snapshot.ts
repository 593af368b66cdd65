/** What carts and orders need to know of variants, always as the database has it now. */
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import type { Statement } from '#platform/sql/statement.ts';
import { pictureUrl } from '../domain/image-url.ts';
import type { Read } from './product-rows.ts';
import type { AttributeValues } from './tables.ts';

const READ_SNAPSHOT: Statement = (sql) => `
select v.id, v.product_id, v.title as variant_title, p.title, v.sku, p.seller_id, p.category_id, c.path,
  v.price_minor, p.currency, k.on_hand - k.held as available, i.picture_hash, i.url, v.weight_grams, p.hsn,
  p.attributes, p.status
from variant v
join product p on p.id = v.product_id
join category c on c.id = p.category_id
join stock k on k.variant_id = v.id
left join image i on i.id = (
  select f.id from image f where f.product_id = p.id order by f.position, f.id limit 1
)
where v.id ${sql.in(1)} or v.product_id ${sql.in(2)}
order by v.product_id, v.position, v.id`;

interface SnapshotRow {
  id: number;
  product_id: number;
  variant_title: string | null;
  title: string;
  sku: string | null;
  seller_id: number;
  category_id: number;
  path: string;
  price_minor: number;
  currency: string;
  available: number;
  picture_hash: string | null;
  url: string | null;
  weight_grams: number | null;
  hsn: string | null;
  attributes: AttributeValues;
  status: string;
}

export async function readSnapshots(
  read: Read,
  variantIds: readonly number[],
  productIds: readonly number[],
): Promise<VariantSnapshot[]> {
  const rows = await read<SnapshotRow>(READ_SNAPSHOT, [variantIds, productIds]);
  return rows.map((row) => ({
    productId: row.product_id,
    variantId: row.id,
    variantTitle: row.variant_title,
    title: row.title,
    sku: row.sku,
    sellerId: row.seller_id,
    categoryId: row.category_id,
    categoryPath: row.path.split('/').filter(Boolean).map(Number),
    unitPriceMinor: row.price_minor,
    currency: row.currency,
    available: row.available,
    image: row.picture_hash === null ? row.url : pictureUrl(row.picture_hash, 320),
    weightGrams: row.weight_grams,
    hsn: row.hsn,
    attributes: row.attributes,
    active: row.status === 'active',
  }));
}
