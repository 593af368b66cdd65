/** `npm run invariants`: checks the books of the shop, running or not; exit code 1 when one is wrong. */
import { openBooks } from '../books.ts';
import { openCommandDatabase } from '../command-database.ts';
import { brokenInvariants, invariants } from '../invariants.ts';

const database = await openCommandDatabase();
const books = openBooks(database.url);
const broken = await brokenInvariants(books.query);
await books.close();
await database.close();
for (const line of broken) process.stdout.write(`broken: ${line}\n`);
process.stdout.write(`${invariants.length - broken.length} of ${invariants.length} invariants hold.\n`);
process.exit(broken.length === 0 ? 0 : 1);
