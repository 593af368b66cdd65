/** Which pictures a product shows, and in which order; and the pictures themselves, named by their content. */
import { deleteWhere } from '#platform/sql/changes/change-where.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { execute, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import { imageOf, pictureHashOf } from '../domain/image-url.ts';
import type { ImageCells } from './product-rows.ts';
import type { Tx } from './products.ts';

export type ImageUrlInput = string | { url: string; alt?: string };

// An address of one of our own pictures becomes that picture; any other is kept as an address.
const INSERT = insertRows<{ id: number }>({
  table: 'image',
  fields: { productId: 'bigint', position: 'int', alt: 'text', hash: 'text', url: 'text' },
  aside: ['hash', 'url'],
  values: {
    picture_hash: '(select f.hash from picture f where f.hash = r.hash)',
    url: 'case when exists (select 1 from picture f where f.hash = r.hash) then null else r.url end',
  },
  where: 'r.url is not null or exists (select 1 from picture f where f.hash = r.hash)',
  orderBy: 'r."productId", r.position',
  returning: { id: 'bigint' },
});

export interface NewImage {
  productId: number;
  position: number;
  alt: string;
  hash: string | null;
  url: string | null;
}

export async function insertImages(tx: Tx, images: readonly NewImage[]): Promise<number[]> {
  return (await INSERT(tx, images)).map((row) => row.id);
}

export async function insertImageUrls(tx: Tx, productId: number, images: readonly ImageUrlInput[]): Promise<void> {
  await insertImages(
    tx,
    images.map((image, position) => newImage(productId, position, withAlt(image))),
  );
}

const withAlt = (image: ImageUrlInput): { url: string; alt?: string } =>
  typeof image === 'string' ? { url: image } : image;

const newImage = (productId: number, position: number, { url, alt = '' }: { url: string; alt?: string }): NewImage => ({
  productId,
  position,
  alt,
  hash: pictureHashOf(url),
  url,
});

/** As the request lists them: an address that is there stays the same image, with its id and description. */
export async function replaceImageUrls(tx: Tx, productId: number, images: readonly ImageUrlInput[]): Promise<void> {
  const left = new Map((await readImages(tx, productId)).map((image) => [image.url, image]));
  const kept: Array<{ id: number; position: number; alt: string }> = [];
  const added: NewImage[] = [];
  images.map(withAlt).forEach((wanted, position) => {
    const same = left.get(wanted.url);
    if (same && left.delete(wanted.url)) kept.push({ id: same.id, position, alt: wanted.alt ?? same.alt });
    else added.push(newImage(productId, position, wanted));
  });
  await deleteImages(
    tx,
    productId,
    [...left.values()].map((image) => image.id),
  );
  await placeImages(tx, kept);
  await insertImages(tx, added);
}

/** By their ids. */
export const placeImages = updateRows({
  table: 'image',
  fields: { id: 'bigint', position: 'int', alt: 'text' },
  match: { id: 'id' },
  set: { position: 'r.position', alt: 'coalesce(r.alt, t.alt)' },
});

const DELETE: Statement = (sql) => `delete from image where product_id = $1 and id ${sql.in(2)}`;

export async function deleteImages(tx: Tx, productId: number, ids: readonly number[]): Promise<number> {
  return ids.length === 0 ? 0 : (await execute(tx, DELETE, [productId, ids])).changed;
}

const READ = `
select i.id, i.picture_hash, i.url, i.alt, f.width, f.height
from image i left join picture f on f.hash = i.picture_hash
where i.product_id = $1 order by i.position, i.id`;

export async function readImages(tx: Tx, productId: number) {
  const rows = await run<Record<string, ImageCells[number]>>(tx, READ, [productId]);
  return rows.map(({ id, picture_hash, url, alt, width, height }) =>
    imageOf([id, picture_hash, url, alt, width, height] as ImageCells),
  );
}

// Renewed before the files are written, so that clearing up leaves them alone.
export const usePictures = insertRows({
  table: 'picture',
  fields: { hash: 'text', width: 'int', height: 'int' },
  duplicate: { key: ['hash'], set: { used_at: 'now()' } },
});

const FORGET_UNUSED = deleteWhere<{ hash: string }>({
  table: 'picture',
  key: ['hash'],
  where: `t.used_at < now() - interval '1 day'
    and not exists (select 1 from image i where i.picture_hash = t.hash)`,
  queue: { orderBy: 't.used_at', limit: '$1' },
  returning: { hash: 'text' },
});

/** Their rows stay locked until the transaction ends: whoever uploads the same picture waits for it. */
export async function forgetUnusedPictures(tx: Tx, limit: number): Promise<string[]> {
  return (await FORGET_UNUSED(tx, [limit])).map((row) => row.hash);
}
