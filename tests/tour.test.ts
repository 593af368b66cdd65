/** The README's first tour works as it is written, on a shop started as the README says. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '#platform/net/ports.ts';
import { startShop } from './shop-process.ts';
import { runTour } from './tour.ts';

const tour = (text: string) => `# Shop\n<!-- tour -->\nFirst:\n\`\`\`sh\n${text}\n\`\`\`\n<!-- /tour -->\n`;

test('a tour that keeps its promises passes', async () => {
  await runTour(
    tour('NAME=lamp\necho "one $NAME"\n# → one lamp\necho http://localhost:8000/x\n# → http://elsewhere/x'),
    'http://elsewhere',
  );
});

test('a tour whose command fails, whose promise is broken, or that is not there, does not pass', async () => {
  await assert.rejects(runTour(tour('echo one\n# → two'), ''), /promised "two"/);
  await assert.rejects(runTour(tour('echo one\n# → one\necho one > /dev/null\n# → one'), ''), /promised "one"/);
  await assert.rejects(runTour(tour('false\necho never\n# → never'), ''), /promised "never"/);
  await assert.rejects(runTour(tour('echo fine\n# → fine\nfalse'), ''), /ended with 1/);
  await assert.rejects(runTour(tour('false | cat'), ''), /ended with 1/);
  await assert.rejects(runTour(tour('echo $UNKNOWN_NAME'), ''), /UNKNOWN_NAME/);
  await assert.rejects(runTour('# Shop', ''), /no tour/);
});

test('the tour of the README works in a shop that was just started, with its demo', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-tour-'));
  const shop = await startShop({ dataDir, port: await freePort(), environment: { DEMO: '1' } });
  try {
    await runTour(await readFile('README.md', 'utf8'), shop.url);
  } finally {
    shop.signal('SIGTERM');
    await shop.ended;
    await rm(dataDir, { recursive: true, force: true });
  }
});
