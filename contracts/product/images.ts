/** Routes of pictures. */
import Type from 'typebox';
import { type Api, anyone } from '#platform/contract/route.ts';
import { Id, IdParams } from '#platform/contract/schema.ts';
import { needs } from '../common/permissions.ts';
import { ChangeImage, OrderImages, Product, ProductImage } from './schemas.ts';

const ImageParams = Type.Object({ id: Id, imageId: Id });
const own = needs('products.write', 'products.manage');

export const imagesApi = {
  uploadImage: {
    method: 'POST',
    path: '/products/:id/images',
    access: own,
    tag: 'Pictures',
    summary: 'Upload a picture',
    description: 'multipart/form-data with a field `file` (JPEG, PNG or WebP, 15 MB) and optionally `alt`.',
    params: IdParams,
    raw: 'upload',
    status: 201,
    reply: ProductImage,
    errors: ['product.not_found', 'media.unsupported', 'body.too_large', 'image.unreadable', 'image.too_many'],
    timeoutMs: 60_000,
  },
  orderImages: {
    method: 'PUT',
    path: '/products/:id/images',
    access: own,
    tag: 'Pictures',
    summary: 'Put the pictures of a product in order',
    description: 'Names every picture once; the first is the one that lists show.',
    params: IdParams,
    body: OrderImages,
    reply: Product,
    errors: ['product.not_found', 'image.not_found'],
    example: { imageIds: [2, 1] },
  },
  updateImage: {
    method: 'PUT',
    path: '/products/:id/images/:imageId',
    access: own,
    tag: 'Pictures',
    summary: 'Change what a picture is described as',
    params: ImageParams,
    body: ChangeImage,
    reply: ProductImage,
    errors: ['product.not_found', 'image.not_found'],
    example: { alt: 'A brass diya, lit' },
  },
  deleteImage: {
    method: 'DELETE',
    path: '/products/:id/images/:imageId',
    access: own,
    tag: 'Pictures',
    summary: 'Delete a picture',
    params: ImageParams,
    errors: ['product.not_found', 'image.not_found'],
  },
  readImage: {
    method: 'GET',
    path: '/media/products/:file',
    access: anyone,
    tag: 'Pictures',
    summary: 'The bytes of a picture, to be kept for a year',
    params: Type.Object({ file: Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}\\.webp$' }) }),
    raw: 'bytes',
    errors: ['image.not_found'],
  },
} as const satisfies Api;
