/**
 * The parts of an upload, checked as any other body is: no field, file name or text file may hold a card number. A file that is no
 * text, such as a picture, is left to whoever decodes it.
 */
import { isUtf8 } from 'node:buffer';
import type { Multipart } from '@fastify/multipart';
import { problem } from '../errors/problem.ts';
import { holdsCardNumber } from '../log/scrub.ts';

export interface UploadRequest {
  isMultipart(): boolean;
  parts(): AsyncIterableIterator<Multipart>;
}

export type Part = { type: 'field'; name: string; value: string } | { type: 'file'; name: string; bytes: Buffer };

export async function* checkedParts(request: UploadRequest): AsyncGenerator<Part> {
  if (!request.isMultipart()) throw problem('media.unsupported', { detail: 'Send multipart/form-data with a `file`.' });
  let refused = false;
  for await (const part of request.parts()) {
    // Read to its end in any case: the parts behind it come only then.
    const read: Part =
      part.type === 'file'
        ? { type: 'file', name: part.fieldname, bytes: await part.toBuffer() }
        : { type: 'field', name: part.fieldname, value: String(part.value ?? '') };
    const texts = [part.type === 'file' ? part.filename : '', read.type === 'field' ? read.value : textOf(read.bytes)];
    refused ||= texts.some((text) => holdsCardNumber(text ?? ''));
    if (!refused) yield read;
  }
  if (refused) throw problem('body.card_number');
}

const textOf = (bytes: Buffer): string => (isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : '');
