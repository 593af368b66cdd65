/** The thread that makes PDFs, one after the other. */
import { parentPort } from 'node:worker_threads';
import type { PressAnswer } from '../providers/pdf-press.ts';
import { sheetPdf } from './pdf.ts';
import type { Sheet } from './sheet.ts';

parentPort!.on('message', async ({ id, sheet }: { id: number; sheet: Sheet }) => {
  parentPort!.postMessage(await answerTo(id, sheet));
});

const answerTo = (id: number, sheet: Sheet): Promise<PressAnswer> =>
  sheetPdf(sheet).then(
    (bytes) => ({ id, bytes: new Uint8Array(bytes) }),
    (error: unknown) => ({ id, error: String(error) }),
  );
