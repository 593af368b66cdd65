/**
 * `npm run journeys -- --url https://staging.example.com`: walks the road of an order on a shop that runs somewhere. It
 * needs an admin of that shop, from ADMIN_EMAIL and ADMIN_PASSWORD, and leaves an account, a product and two orders there.
 */
import { parseArgs } from 'node:util';
import { shopAt } from '../tests/shop-at.ts';
import { walkShortRoad } from '../tests/short-road.ts';

const { values } = parseArgs({ options: { url: { type: 'string', default: process.env.SHOP_URL } } });
const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = process.env;
if (!values.url || !email || !password) {
  process.stderr.write('Say where and as whom: ADMIN_EMAIL=… ADMIN_PASSWORD=… npm run journeys -- --url https://…\n');
  process.exit(2);
}
try {
  await walkShortRoad(shopAt(values.url, { email, password }));
  process.stdout.write(`The road of an order was walked at ${values.url}.\n`);
} catch (error) {
  process.stderr.write(`The road broke at ${values.url}: ${(error as Error).message}\n`);
  process.exit(1);
}
