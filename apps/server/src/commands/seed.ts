/**
 * `npm run seed` puts the demo into the shop's database, running or not; a second run changes nothing.
 * `npm run seed -- --products 50000` adds that many made-up products without pictures, the same ones each time.
 */
import { parseArgs } from 'node:util';
import { createLogger } from '#platform/log/log.ts';
import { demoCategories } from '../../demo/catalogue/index.ts';
import { syntheticProducts } from '../../demo/synthetic.ts';
import { openCommandDatabase } from '../command-database.ts';
import { compose } from '../compose.ts';
import { actingAs, house } from '../seed/acting.ts';
import { seedCategories, toImported } from '../seed/catalogue.ts';
import { seedDemo } from '../seed/demo.ts';
import { seedPeople } from '../seed/people.ts';

const ROWS_A_CALL = 1_000;
const SEED = 1;
const say = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { products: { type: 'string' } } });
const count = Number(values.products ?? 0);
if (!Number.isInteger(count) || count < 0 || count > 1_000_000) {
  process.stderr.write('--products takes a whole number up to 1000000.\n');
  process.exit(2);
}

const database = await openCommandDatabase();
const log = createLogger({ level: 'warn', pretty: false });
const haat = await compose(database.settings, database.url, log);

if (count === 0) await seedDemo(haat, log, say);
else await seedSynthetic();

await haat.stop();
await database.close();
process.exit(0);

async function seedSynthetic(): Promise<void> {
  const { sellerIds } = await seedPeople(haat.clients, log);
  await seedCategories(haat, log);
  let rows: ReturnType<typeof toImported>[] = [];
  let done = 0;
  let created = 0;
  const flush = async () => {
    const result = await haat.clients.product.importProducts({ body: { rows } }, actingAs(house, log));
    done += rows.length;
    created += result.rows.filter((row) => row.outcome === 'created').length;
    rows = [];
    if (done % 10_000 === 0 || done === count) say(`${done} of ${count} products`);
  };
  for (const product of syntheticProducts(count, SEED)) {
    rows.push(toImported(product, sellerIds, haat.settings.common.currency));
    if (rows.length === ROWS_A_CALL) await flush();
  }
  if (rows.length > 0) await flush();
  say(
    `${created} created, ${done - created} were there, in ${demoCategories.length} categories with their subcategories.`,
  );
}
