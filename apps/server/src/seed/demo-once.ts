/** The demo is remembered in the data folder when it is whole; only a start without that loads it, for it is large. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '#platform/log/log.ts';
import type { Haat } from '../compose.ts';

/** Makes what the shop needs before it opens. Answers what makes the rest once it is open; null when all is there already. */
export async function seedDemoOnce(
  haat: Haat,
  log: Logger,
  say: (line: string) => void,
): Promise<(() => Promise<void>) | null> {
  const mark = join(haat.settings.common.dataDir, 'demo-is-there');
  if (existsSync(mark)) return null;
  say('First start: making the demo shop, which takes some seconds.');
  const { seedDemo, seedDemoOrders } = await import('./demo.ts');
  const people = await seedDemo(haat, log, say);
  return async () => {
    await seedDemoOrders(haat, people, log);
    writeFileSync(mark, `${new Date().toISOString()}\n`);
  };
}
