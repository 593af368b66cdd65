/** `npm run invariants`: checks the books of the shop, running or not; exit code 1 when one is wrong. */
import pg from 'pg';
import { openCommandDatabase } from '../command-database.ts';
import { brokenInvariants, invariants } from '../invariants.ts';

const database = await openCommandDatabase();
const client = new pg.Client({ connectionString: database.url });
await client.connect();
const broken = await brokenInvariants(async (text) => (await client.query(text)).rows);
await client.end();
await database.close();
for (const line of broken) process.stdout.write(`broken: ${line}\n`);
process.stdout.write(`${invariants.length - broken.length} of ${invariants.length} invariants hold.\n`);
process.exit(broken.length === 0 ? 0 : 1);
