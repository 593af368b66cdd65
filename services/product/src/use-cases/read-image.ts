/** The bytes of a picture. Its name says its content, so whoever has it may keep it for ever. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { imagesApi } from '#contracts/product/images.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import { isKnownTag } from '#platform/http/etag.ts';
import type { ProductService } from '../base.ts';
import { pictureKey } from '../domain/image-url.ts';

export async function readImage(
  product: ProductService,
  { params }: Input<typeof imagesApi.readImage>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<Buffer | undefined> {
  const etag = `"${params.file}"`;
  const bytes = await product.files.get(pictureKey(params.file));
  if (!bytes) throw problem('image.not_found');
  reply
    .type('image/webp')
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('x-content-type-options', 'nosniff')
    .header('etag', etag);
  if (!isKnownTag(request.headers['if-none-match'], etag)) return bytes;
  reply.code(304).send();
  return undefined;
}
