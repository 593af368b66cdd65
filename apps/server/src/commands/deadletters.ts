/**
 * `npm run deadletters -- list` names what nobody tries any more: events that were refused and jobs that failed, of all
 * services. `show <id>` prints one with what it carries, `replay <id>` or `replay --all` has it tried again at once.
 */
import { serviceNames } from '#contracts/common/services.ts';
import { createLogger } from '#platform/log/log.ts';
import { openCommandDatabase } from '../command-database.ts';
import { openDatabases } from '../databases.ts';
import { type Databases, type DeadLetter, findDeadLetter, listDeadLetters, replayDeadLetter } from '../dead-letters.ts';

const usage = 'npm run deadletters -- list | show <id> | replay <id> | replay --all';
const NONE = 'There are no dead letters.';
const say = (text: string) => process.stdout.write(`${text}\n`);

/** An id that names nothing, or an order that is none. */
class Refusal extends Error {}

async function act(databases: Databases, [verb = 'list', id]: readonly string[]): Promise<void> {
  if (verb === 'list') return list(await listDeadLetters(databases));
  if (verb === 'show' && id) return show(await findDeadLetter(databases, id), id);
  if (verb !== 'replay' || !id) throw new Refusal(`Usage: ${usage}`);
  const ids = id === '--all' ? (await listDeadLetters(databases)).map((letter) => letter.id) : [id];
  for (const each of ids) {
    if (await replayDeadLetter(databases, each)) say(`${each} is tried again.`);
    else if (id !== '--all') throw unknown(each);
  }
  if (ids.length === 0) say(NONE);
}

function list(letters: readonly DeadLetter[]): void {
  if (letters.length === 0) say(NONE);
  const rows = letters.map(({ id, what, about, attempts, since, error }) => [
    ...[id, what, about, `${attempts} tries`, `since ${since.toISOString()}`],
    error.split('\n', 1)[0]!.slice(0, 120),
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    say(
      row
        .map((cell, column) => cell.padEnd(widths![column]!))
        .join('  ')
        .trimEnd(),
    );
}

function show(letter: DeadLetter | undefined, id: string): void {
  if (!letter) throw unknown(id);
  const { error, data, ...facts } = letter;
  for (const [name, value] of Object.entries(facts)) {
    say(`${name}: ${value instanceof Date ? value.toISOString() : value}`);
  }
  say(`data: ${JSON.stringify(data, null, 2)}\nerror: ${error}`);
}

const unknown = (id: string) =>
  new Refusal(`There is no dead letter ${id}; \`npm run deadletters -- list\` names them.`);

const command = await openCommandDatabase();
const settings = { ...command.settings, server: { ...command.settings.server, MIGRATE_ON_START: 'off' as const } };
// Nothing of the services themselves is needed, and without them the command is there at once.
const schemas = serviceNames.map((name) => ({ name, migrations: [] }));
const opened = await openDatabases(schemas, settings, command.url, createLogger({ level: 'error', pretty: false }));
const databases = new Map([...opened].map(([name, { database }]) => [name, database]));
let code = 0;
try {
  await act(databases, process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  code = 2;
} finally {
  await Promise.all([...databases.values()].map((database) => database.close()));
  await command.close();
}
process.exit(code);
