/** `npm run invariants`: checks the books of the shop at DATABASE_URL; exit code 1 when one is wrong. */
import pg from 'pg';
import { withEnvFile } from '#platform/config/config.ts';
import { brokenInvariants, invariants } from '../invariants.ts';

const url = withEnvFile(process.env).DATABASE_URL;
if (!url) {
  process.stderr.write('Set DATABASE_URL to the database of the shop; the embedded one prints its address with `npm run database`.\n');
  process.exit(2);
}

const client = new pg.Client({ connectionString: url });
await client.connect();
const broken = await brokenInvariants(async (text) => (await client.query(text)).rows);
await client.end();
for (const line of broken) process.stdout.write(`broken: ${line}\n`);
process.stdout.write(`${invariants.length - broken.length} of ${invariants.length} invariants hold.\n`);
process.exit(broken.length === 0 ? 0 : 1);
