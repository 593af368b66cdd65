/** The documentation page and the OpenAPI document of everything in this process. */
import type { Haat } from './compose.ts';

export async function mountDocs(_haat: Haat): Promise<void> {}
