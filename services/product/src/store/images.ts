/** Which pictures a product shows, and in which order. */
import { run } from '#platform/sql/database.ts';
import type { Tx } from './products.ts';

export type ImageUrlInput = string | { url: string; alt?: string };

const INSERT_URLS = `
insert into image (product_id, position, alt, url)
select $1, i.position, i.alt, i.url
from jsonb_to_recordset($2::jsonb) as i(position int, alt text, url text)`;

/** Pictures that are kept elsewhere. */
export async function insertImageUrls(tx: Tx, productId: number, images: readonly ImageUrlInput[]): Promise<void> {
  if (images.length === 0) return;
  const rows = images.map((image, position) => {
    const { url, alt = '' } = typeof image === 'string' ? { url: image } : image;
    return { position, alt, url };
  });
  await run(tx, INSERT_URLS, [productId, JSON.stringify(rows)]);
}

export async function replaceImageUrls(tx: Tx, productId: number, images: readonly ImageUrlInput[]): Promise<void> {
  await tx.deleteFrom('image').where('product_id', '=', productId).execute();
  await insertImageUrls(tx, productId, images);
}
