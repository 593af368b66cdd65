/**
 * The demo shop: people, categories, products with pictures, tax, shipping, codes; then orders. Each part leaves alone
 * what is there, so a seeding that was cut short is completed by the next start.
 */
import type { Logger } from '#platform/log/log.ts';
import type { Haat } from '../compose.ts';
import { seedCategories, seedProducts } from './catalogue.ts';
import { seedOrders } from './orders.ts';
import { type DemoPeople, seedPeople } from './people.ts';
import { seedSettings } from './settings.ts';

/** Before the shop opens: everything that does not need it open. */
export async function seedDemo(haat: Haat, log: Logger, say: (line: string) => void): Promise<DemoPeople> {
  const people = await seedPeople(haat.clients, log);
  const categoryIds = await seedCategories(haat, log);
  await seedSettings(haat.clients, categoryIds, log);
  await seedProducts(haat, people.sellerIds, log, (done, all) => {
    if (done % 64 === 0 || done === all) say(`  ${done} of ${all} products, each with its picture`);
  });
  return people;
}

/** Once the shop is open: the customers' orders, on the same road as everybody's. */
export const seedDemoOrders = seedOrders;
