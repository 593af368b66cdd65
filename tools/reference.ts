/**
 * `npm run reference` writes docs/reference/*.md from the code: errors, configuration, events, API, tables, states.
 * With `--check` it writes nothing and fails when a page is out of date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './reference/api.ts';
import { configurationPage } from './reference/configuration.ts';
import { errorsPage } from './reference/errors.ts';
import { eventsPage } from './reference/events.ts';
import { statesPage } from './reference/states.ts';
import { tablesPage } from './reference/tables.ts';

const folder = 'docs/reference';
const check = process.argv.includes('--check');

const pages: Record<string, string> = {
  'api.md': apiPage(),
  'configuration.md': configurationPage(),
  'errors.md': errorsPage(),
  'events.md': eventsPage(),
  'states.md': statesPage(),
  'tables.md': await tablesPage(),
};

const stale = Object.entries(pages).filter(([name, text]) => {
  const path = join(folder, name);
  return !existsSync(path) || readFileSync(path, 'utf8') !== text;
});

if (check && stale.length > 0) {
  const names = stale.map(([name]) => `${folder}/${name}`).join(', ');
  process.stderr.write(`Out of date: ${names}. Run \`npm run reference\` and commit.\n`);
  process.exit(1);
}
if (!check) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  process.stdout.write(`${stale.length} pages written to ${folder}.\n`);
}
process.exit(0);
