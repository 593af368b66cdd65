/** Keeps a picture in all its sizes. What is kept already is not written twice, and what is unused is cleared away. */
import type { ProductService } from '../base.ts';
import { pictureFile, pictureKey, pictureSizes } from '../domain/image-url.ts';
import { encodePicture } from '../providers/sharp.ts';
import { forgetUnusedPictures, usePictures } from '../store/images.ts';

export interface StoredPicture {
  hash: string;
  width: number;
  height: number;
}

/** Outside any transaction. The row comes first: from then on the files are left alone for a day. */
export async function storePicture(product: ProductService, bytes: Buffer): Promise<StoredPicture> {
  const { hash, width, height, files } = await encodePicture(bytes);
  await usePictures(product.database.kysely, [{ hash, width, height }]);
  await Promise.all(files.map((file) => product.files.put(pictureKey(pictureFile(hash, file.size)), file.bytes)));
  return { hash, width, height };
}

const BATCH = 50;

export async function removeUnusedPictures(product: ProductService): Promise<void> {
  for (;;) {
    const removed = await product.database.tx(async (tx) => {
      const hashes = await forgetUnusedPictures(tx, BATCH);
      // Within the transaction on purpose: the locked rows keep an upload of the same picture from writing its files
      // before these are gone. Removing twice is removing once.
      for (const hash of hashes) {
        for (const size of pictureSizes) await product.files.remove(pictureKey(pictureFile(hash, size)));
      }
      return hashes.length;
    });
    if (removed < BATCH) return;
  }
}
