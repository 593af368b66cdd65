/** What nobody tries any more is listed, shown and replayed by the command that an operator would use. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { addToCart, newCategory, newProduct, order, readCart } from '../steps.ts';

let shop: TestShop;
let buyer: TestUser;
let product: any;
/** The letter that the cart would not take, as `list` names it. */
let refused: string;

before(async () => {
  shop = await openTestShop({ apart: false });
  const admin = await shop.admin();
  product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id });
  buyer = await shop.signUp();
});
after(() => shop.close());

async function deadletters(...words: string[]): Promise<{ code: number; output: string; errors: string }> {
  const { PATH, HOME } = process.env;
  const { SECRET_KEY } = shop.parts[0]!.settings.environment;
  const command = spawn(process.execPath, ['apps/server/src/commands/deadletters.ts', ...words], {
    env: { PATH, HOME, SECRET_KEY, DATABASE_URL: shop.databaseUrl, DATA_DIR: shop.dataDir },
  });
  let [output, errors] = ['', ''];
  command.stdout.on('data', (chunk) => {
    output += chunk;
  });
  command.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(command, 'close');
  return { code, output, errors };
}

test('an event that its subscriber cannot take is listed with why, and shown with what it carries', async () => {
  await shop.sql('alter table haat_cart.inbox rename to inbox_away');
  const placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
  await until('the cart has refused it', async () => {
    const rows = await shop.sql(`update haat_order.delivery set attempts = 12, next_at = now()
      where subscriber = 'cart' and status = 'ready' and last_error is not null returning event_id`);
    return rows.length > 0;
  });
  await until('it is dead', async () => {
    const dead = await shop.sql(`select from haat_order.delivery where status = 'dead'`);
    return dead.length > 0;
  });
  const listed = await deadletters('list');
  const line = listed.output.split('\n').find((text) => text.includes('order.placed'));
  assert.match(line!, /^order\.event\.\d+\.cart +order\.placed +order \d+ .*relation "inbox" does not exist/);
  refused = line!.split(' ', 1)[0]!;
  const shown = await deadletters('show', refused);
  assert.equal(shown.code, 0);
  assert.match(shown.output, new RegExp(`"orderId": ${placed.id},`));
});

test('a job that failed too often is listed and shown', async () => {
  await shop.sql(`insert into haat_order.job (kind, key, data, status, attempts, run_at, last_error)
    values ('order.mail', 'never', '{"orderId": 0}', 'dead', 12, now(), 'Error: mail server away')`);
  const { output } = await deadletters('list');
  const line = output.split('\n').find((text) => text.includes('order.mail'));
  assert.match(line!, /^order\.job\.\d+ +order\.mail +never .*mail server away$/);
  assert.match((await deadletters('show', line!.split(' ', 1)[0]!)).output, /"orderId": 0/);
});

test('replayed when its cause is mended, it takes effect; all others with --all', async () => {
  await shop.sql('alter table haat_cart.inbox_away rename to inbox');
  assert.deepEqual((await deadletters('replay', refused)).output, `${refused} is tried again.\n`);
  await until('it was taken', async () => {
    const rows = await shop.sql(`select from haat_cart.inbox where source = 'order' and event_id = $1`, [
      Number(refused.split('.')[2]),
    ]);
    return rows.length === 1;
  });
  const all = await deadletters('replay', '--all');
  assert.match(all.output, /^order\.job\.\d+ is tried again\.\n$/);
  await shop.settled();
  const { code, output } = await deadletters('list');
  assert.deepEqual([code, output], [0, 'There are no dead letters.\n']);
  await addToCart(shop, buyer, { productId: product.id, quantity: 1 });
  assert.equal((await readCart(shop, buyer)).items.length, 1);
});

test('an id that names none, and a word that is none, are refused with a sentence', async () => {
  for (const words of [['show', 'order.event.1.cart'], ['replay', 'nowhere.job.1'], ['bury']]) {
    const { code, errors } = await deadletters(...words);
    assert.equal(code, 2);
    assert.match(errors, /^(There is no dead letter|Usage:)/);
  }
});
