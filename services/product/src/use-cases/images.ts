/** Pictures of a product: adding, ordering, describing, removing. */
import type { imagesApi } from '#contracts/product/images.ts';
import type { Product, ProductImage } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { UploadRequest } from '#platform/http/parts.ts';
import type { Context } from '#platform/service/context.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import * as store from '../store/images.ts';
import { readProductIn } from '../store/product-rows.ts';
import { lockProduct, readOwnedProduct, type Tx, updateProduct } from '../store/products.ts';
import { ownerIn } from './ownership.ts';
import { productUpdated } from './product-event.ts';
import { storePicture } from './store-picture.ts';
import { uploadOf } from './upload.ts';

const MAX_IMAGES = 20;

export async function uploadImage(
  product: ProductService,
  { params }: Input<typeof imagesApi.uploadImage>,
  context: Context,
  { request }: { request: UploadRequest },
): Promise<ProductImage> {
  // Before the work of reading and encoding; decided again under the lock.
  if (!(await readOwnedProduct(product.database.kysely, params.id, ownerIn(context))))
    throw problem('product.not_found');
  const { bytes, alt } = await uploadOf(request);
  const { hash } = await storePicture(product, bytes);
  return changing(product, params.id, context, async (tx) => {
    const images = await store.readImages(tx, params.id);
    if (images.length >= MAX_IMAGES) throw problem('image.too_many');
    const row = { productId: params.id, position: images.length, alt, hash, url: null };
    const [id] = await store.insertImages(tx, [row]);
    return (await store.readImages(tx, params.id)).find((image) => image.id === id)!;
  });
}

export async function orderImages(
  product: ProductService,
  { params, body }: Input<typeof imagesApi.orderImages>,
  context: Context,
): Promise<Product> {
  return changing(product, params.id, context, async (tx) => {
    const known = new Set((await store.readImages(tx, params.id)).map((image) => image.id));
    if (body.imageIds.some((id) => !known.has(id))) throw problem('image.not_found');
    if (body.imageIds.length < known.size) throw invalid('imageIds', 'must name every picture of the product');
    await store.placeImages(
      tx,
      body.imageIds.map((id, position) => ({ id, position })),
    );
    return (await readProductIn(tx, params.id))!;
  });
}

export async function updateImage(
  product: ProductService,
  { params, body }: Input<typeof imagesApi.updateImage>,
  context: Context,
): Promise<ProductImage> {
  return changing(product, params.id, context, async (tx) => {
    const images = await store.readImages(tx, params.id);
    const position = images.findIndex((image) => image.id === params.imageId);
    if (position < 0) throw problem('image.not_found');
    await store.placeImages(tx, [{ id: params.imageId, position, alt: body.alt }]);
    return { ...images[position]!, alt: body.alt };
  });
}

export async function deleteImage(
  product: ProductService,
  { params }: Input<typeof imagesApi.deleteImage>,
  context: Context,
): Promise<void> {
  await changing(product, params.id, context, async (tx) => {
    if ((await store.deleteImages(tx, params.id, [params.imageId])) === 0) throw problem('image.not_found');
  });
}

/** The product is locked, so that two changes at once neither exceed the number of pictures nor share a place. */
async function changing<T>(
  product: ProductService,
  id: number,
  context: Context,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return product.database.tx(async (tx) => {
    if (!(await lockProduct(tx, id, ownerIn(context)))) throw problem('product.not_found');
    const version = await updateProduct(tx, id, {});
    const result = await work(tx);
    const after = (await readProductIn(tx, id))!;
    await product.outbox.emit(tx, [productUpdated(after, ['images'], version, context.requestId)]);
    noteChange(product, tx, { productIds: [id] });
    return result;
  });
}
