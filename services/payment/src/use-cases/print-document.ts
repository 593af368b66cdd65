/** The PDF of a document: made once, kept beside the shop's other files, and made at once when it is asked for earlier. */
import { createHash } from 'node:crypto';
import type { PaymentService } from '../base.ts';
import { sheetOf } from '../documents/to-sheet.ts';
import type { DocumentRow } from '../store/documents.ts';

/** By its content as well: after a restore of the database an id may come to mean another document. */
function keyOf({ id, number, content }: DocumentRow): string {
  const hash = createHash('sha256').update(number).update(JSON.stringify(content)).digest('hex');
  return `documents/${id}-${hash.slice(0, 16)}.pdf`;
}

export async function printDocument(service: PaymentService, document: DocumentRow): Promise<Buffer> {
  const key = keyOf(document);
  const kept = await service.files.get(key);
  if (kept) return kept;
  const bytes = await service.press.print(sheetOf(document, service.config.SHOP_TIME_ZONE));
  await service.files.put(key, bytes);
  return bytes;
}
