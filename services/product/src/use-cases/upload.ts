/** Reads the one picture of a multipart request, and what it is described as. */
import type { Multipart } from '@fastify/multipart';
import { invalid, problem } from '#platform/errors/problem.ts';

export interface UploadRequest {
  isMultipart(): boolean;
  parts(): AsyncIterableIterator<Multipart>;
}

const MAX_ALT = 300;

export async function uploadOf(request: UploadRequest): Promise<{ bytes: Buffer; alt: string }> {
  if (!request.isMultipart()) throw problem('media.unsupported', { detail: 'Send multipart/form-data with a `file`.' });
  let bytes: Buffer | undefined;
  let alt = '';
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      // Read to its end in any case: the parts behind it come only then.
      const content = await part.toBuffer();
      bytes ??= content;
    } else if (part.fieldname === 'alt') {
      alt = String(part.value ?? '').trim();
    }
  }
  if (bytes === undefined || bytes.length === 0) throw invalid('file', 'is required');
  if (alt.length > MAX_ALT || /[\u0000-\u001f\u007f]/.test(alt) || !alt.isWellFormed()) {
    throw invalid('alt', `must be plain text of at most ${MAX_ALT} characters`);
  }
  return { bytes, alt };
}
