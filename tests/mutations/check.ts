/** `npm run guards`: fails when a guard in the source is not on the list, or the list names what is gone. Runs no test. */
import { coverage } from './coverage.ts';
import { untried } from './guards/untried.ts';

const { missing, stale, unknownTests } = coverage();

for (const { file, line, name, shown } of missing) {
  process.stdout.write(`not on the list  ${file}:${line}  '${name}'\n                 ${shown.slice(0, 160)}\n`);
}
for (const entry of stale) process.stdout.write(`gone             ${entry}\n`);
for (const entry of unknownTests) process.stdout.write(`no such test     ${entry}\n`);

const faults = missing.length + stale.length + unknownTests.length;
if (faults > 0) {
  process.stdout.write(
    `\n${faults} to put right in tests/mutations/guards. Which test fails without a guard: npm run mutations -- --discover --only <file>\n`,
  );
}
const open = Object.values(untried).flat().length;
if (open > 0) process.stdout.write(`${open} guards are known by name only: nobody has named their tests yet.\n`);
process.exit(faults > 0 ? 1 : 0);
