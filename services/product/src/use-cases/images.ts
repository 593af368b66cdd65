/** Pictures of products. */
import type { imagesApi } from '#contracts/product/images.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { ProductService } from '../base.ts';

export async function uploadImage(_p: ProductService, _i: Input<typeof imagesApi.uploadImage>, _c: Context, _h: unknown): Promise<unknown> {
  throw problem('service.unavailable');
}
export async function orderImages(_p: ProductService, _i: Input<typeof imagesApi.orderImages>, _c: Context): Promise<never> {
  throw problem('service.unavailable');
}
export async function updateImage(_p: ProductService, _i: Input<typeof imagesApi.updateImage>, _c: Context): Promise<never> {
  throw problem('service.unavailable');
}
export async function deleteImage(_p: ProductService, _i: Input<typeof imagesApi.deleteImage>, _c: Context): Promise<void> {
  throw problem('service.unavailable');
}
export async function readImage(_p: ProductService, _i: Input<typeof imagesApi.readImage>, _h: unknown): Promise<unknown> {
  throw problem('image.not_found');
}
