/** `npm run failures`: shoppers shop while processes and the database are killed; then the books must be right. Exit code 1 when not. */
import { failures } from './failures.ts';
import { readOptions } from './options.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

try {
  const options = readOptions(process.argv.slice(2));
  const violations = await failures(options, (line) => process.stdout.write(`${line}\n`));
  process.exit(violations.length === 0 ? 0 : 1);
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(2);
}
