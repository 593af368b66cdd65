/** Reads the one picture of a multipart request, and what it is described as. */
import { invalid } from '#platform/errors/problem.ts';
import { checkedParts, type UploadRequest } from '#platform/http/parts.ts';

const MAX_ALT = 300;

export async function uploadOf(request: UploadRequest): Promise<{ bytes: Buffer; alt: string }> {
  let bytes: Buffer | undefined;
  let alt = '';
  for await (const part of checkedParts(request)) {
    if (part.type === 'file') bytes ??= part.bytes;
    else if (part.name === 'alt') alt = part.value.trim();
  }
  if (bytes === undefined || bytes.length === 0) throw invalid('file', 'is required');
  if (alt.length > MAX_ALT || /[\u0000-\u001f\u007f]/.test(alt) || !alt.isWellFormed()) {
    throw invalid('alt', `must be plain text of at most ${MAX_ALT} characters`);
  }
  return { bytes, alt };
}
