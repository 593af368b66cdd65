/** Where a picture is found: one's own files by content and size, or an address elsewhere. */
import type { ProductImage } from '#contracts/product/schemas.ts';

export const pictureSizes = [1600, 800, 320] as const;
export type PictureSize = (typeof pictureSizes)[number];

export const pictureFile = (hash: string, size: PictureSize): string => `${hash}-${size}.webp`;
export const pictureUrl = (hash: string, size: PictureSize): string => `/media/products/${pictureFile(hash, size)}`;
/** Spread over folders: file systems dislike many files in one. */
export const pictureKey = (file: string): string => `products/${file.slice(0, 2)}/${file}`;

type Cells = readonly [
  id: number,
  hash: string | null,
  url: string | null,
  alt: string,
  width: number | null,
  height: number | null,
];

export function imageOf([id, hash, url, alt, width, height]: Cells): ProductImage {
  if (hash === null) return { id, url: url ?? '', thumbnailUrl: url ?? '', alt, width: null, height: null };
  return { id, url: pictureUrl(hash, 1600), thumbnailUrl: pictureUrl(hash, 320), alt, width, height };
}

/** The picture that an address of ours names, in whichever size; null for addresses elsewhere. */
export const pictureHashOf = (url: string): string | null =>
  /^\/media\/products\/([0-9a-f]{40})-\d+\.webp$/.exec(url)?.[1] ?? null;
