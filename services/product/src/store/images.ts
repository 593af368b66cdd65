/** Which pictures a product shows, and in which order; and the pictures themselves, named by their content. */
import { type Executor, run } from '#platform/sql/database.ts';
import { imageOf, pictureHashOf } from '../domain/image-url.ts';
import type { ImageCells } from './product-rows.ts';
import type { Tx } from './products.ts';

export type ImageUrlInput = string | { url: string; alt?: string };

// An address of one of our own pictures becomes that picture; any other is kept as an address.
const INSERT = `
insert into image (product_id, position, alt, picture_hash, url)
select i."productId", i.position, i.alt, f.hash, case when f.hash is null then i.url end
from jsonb_to_recordset($1::jsonb) as i("productId" bigint, position int, alt text, hash text, url text)
left join picture f on f.hash = i.hash
where f.hash is not null or i.url is not null
order by i."productId", i.position
returning id`;

export interface NewImage {
  productId: number;
  position: number;
  alt: string;
  hash: string | null;
  url: string | null;
}

export async function insertImages(tx: Tx, images: readonly NewImage[]): Promise<number[]> {
  if (images.length === 0) return [];
  const rows = await run<{ id: number }>(tx, INSERT, [JSON.stringify(images)]);
  return rows.map((row) => row.id);
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

const PLACE = `
update image set position = i.position, alt = coalesce(i.alt, image.alt)
from jsonb_to_recordset($1::jsonb) as i(id bigint, position int, alt text)
where image.id = i.id`;

export async function placeImages(tx: Tx, images: ReadonlyArray<{ id: number; position: number; alt?: string }>) {
  if (images.length > 0) await run(tx, PLACE, [JSON.stringify(images)]);
}

export async function deleteImages(tx: Tx, productId: number, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const text = 'delete from image where product_id = $1 and id = any($2::bigint[]) returning id';
  return (await run(tx, text, [productId, ids])).length;
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
const USE_PICTURE = `
insert into picture (hash, width, height) values ($1, $2, $3)
on conflict (hash) do update set used_at = now()`;

export async function usePicture(executor: Executor<any>, picture: { hash: string; width: number; height: number }) {
  await run(executor, USE_PICTURE, [picture.hash, picture.width, picture.height]);
}

const FORGET_UNUSED = `
delete from picture where hash in (
  select hash from picture f
  where used_at < now() - interval '1 day' and not exists (select 1 from image i where i.picture_hash = f.hash)
  order by used_at limit $1
  for update skip locked
)
returning hash`;

/** Their rows stay locked until the transaction ends: whoever uploads the same picture waits for it. */
export async function forgetUnusedPictures(tx: Tx, limit: number): Promise<string[]> {
  return (await run<{ hash: string }>(tx, FORGET_UNUSED, [limit])).map((row) => row.hash);
}
