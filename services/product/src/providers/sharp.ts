/**
 * Reads pictures and writes them anew, by sharp (libvips). Nothing of an uploaded file is ever served: it is decoded
 * and encoded again, so whatever else hides in it is gone, and with it where the photograph was taken.
 */
import { createHash } from 'node:crypto';
import { problem } from '#platform/errors/problem.ts';
import { type PictureSize, pictureSizes } from '../domain/image-url.ts';
import { kindOfPicture } from '../domain/picture-kind.ts';

export interface EncodedPicture {
  /** Of the content: the same picture has the same name, and a name never changes its content. */
  hash: string;
  width: number;
  height: number;
  files: Array<{ size: PictureSize; bytes: Buffer }>;
}

const MAX_PIXELS = 50_000_000;
const AT_ONCE = 2;
const TIMEOUT_S = 20;
/** Of 6: half the time of sharp's own 4, files about a twentieth larger. */
const EFFORT = 2;

/** Throws `media.unsupported` or `image.unreadable`. Two at a time: the rest of the shop needs the processor too. */
export const encodePicture = limited(AT_ONCE, async (bytes: Buffer): Promise<EncodedPicture> => {
  if (kindOfPicture(bytes) === null) throw problem('media.unsupported');
  try {
    return await encode(bytes);
  } catch (error) {
    throw problem('image.unreadable', { cause: error });
  }
});

async function encode(bytes: Buffer): Promise<EncodedPicture> {
  // Loaded with the first picture: most starts never need it, and it is large.
  const { default: sharp } = await import('sharp');
  const source = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true }).autoOrient();
  const { autoOrient } = await source.metadata();
  const longest = Math.max(autoOrient.width, autoOrient.height);
  // A picture that fits into the next smaller size is the same in this one: encoded once, kept under both names.
  const needed = pictureSizes.slice(pictureSizes.findIndex((_, place) => longest > (pictureSizes[place + 1] ?? 0)));
  const encoded = await Promise.all(
    needed.map(async (size) => {
      const { data, info } = await source
        .clone()
        .resize(size, size, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 82, effort: EFFORT })
        .timeout({ seconds: TIMEOUT_S })
        .toBuffer({ resolveWithObject: true });
      return { size, bytes: data, width: info.width, height: info.height };
    }),
  );
  const made = pictureSizes.map((size) => encoded.find((file) => file.size === size) ?? { ...encoded[0]!, size });
  const largest = made[0]!;
  const hash = createHash('sha256').update(largest.bytes).digest('hex').slice(0, 40);
  return { hash, width: largest.width, height: largest.height, files: made };
}

/** The same function, run at most `atOnce` times at the same time; the others wait in order. */
function limited<I, O>(atOnce: number, work: (input: I) => Promise<O>): (input: I) => Promise<O> {
  let running = 0;
  const waiting: Array<() => void> = [];
  return async (input) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work(input);
    } finally {
      // The place goes over to the next in line, or is freed.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
