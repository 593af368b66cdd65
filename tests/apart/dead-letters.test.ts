/** What nobody tries any more is listed, shown and replayed by the command that an operator would use. */
import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { replayDeadLetter } from '#apps/server/src/dead-letters.ts';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { addToCart, newCategory, newProduct, order, readCart } from '../steps.ts';
import { deadletters } from './deadletters-command.ts';

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

const run = (...words: string[]) => deadletters(shop, ...words);

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
  const listed = await run('list');
  const line = listed.output.split('\n').find((text) => text.includes('order.placed'));
  assert.match(line!, /^order\.event\.\d+\.cart +order\.placed +order \d+ .*relation "inbox" does not exist/);
  refused = line!.split(' ', 1)[0]!;
  const shown = await run('show', refused);
  assert.equal(shown.code, 0);
  assert.match(shown.output, new RegExp(`"orderId": ${placed.id},`));
});

test('a job that failed too often is listed and shown', async () => {
  await shop.sql(`insert into haat_order.job (kind, key, data, status, attempts, run_at, last_error)
    values ('order.mail', 'never', '{"orderId": 0}', 'dead', 12, now(), 'Error: mail server away')`);
  const { output } = await run('list');
  const line = output.split('\n').find((text) => text.includes('order.mail'));
  assert.match(line!, /^order\.job\.\d+ +order\.mail +never .*mail server away$/);
  assert.match((await run('show', line!.split(' ', 1)[0]!)).output, /"orderId": 0/);
});

test('replayed when its cause is mended, it takes effect; all others with --all', async () => {
  await shop.sql('alter table haat_cart.inbox_away rename to inbox');
  assert.deepEqual((await run('replay', refused)).output, `${refused} is tried again.\n`);
  await until('it was taken', async () => {
    const rows = await shop.sql(`select from haat_cart.inbox where source = 'order' and event_id = $1`, [
      Number(refused.split('.')[2]),
    ]);
    return rows.length === 1;
  });
  const all = await run('replay', '--all');
  assert.match(all.output, /^order\.job\.\d+ is tried again\.\n$/);
  await shop.settled();
  const { code, output } = await run('list');
  assert.deepEqual([code, output], [0, 'There are no dead letters.\n']);
  await addToCart(shop, buyer, { productId: product.id, quantity: 1 });
  assert.equal((await readCart(shop, buyer)).items.length, 1);
});

test('a replay is due at once, however far ahead the clock of the operator is', async () => {
  await shop.sql(`insert into haat_order.job (kind, key, data, status, attempts, run_at, last_error)
    values ('nobody.does', 'ahead', '{}', 'dead', 12, now(), 'no')`);
  const [{ id }] = (await shop.sql(`select id from haat_order.job where kind = 'nobody.does'`)) as [{ id: number }];
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_600_000 });
  try {
    assert.ok(await replayDeadLetter(new Map([['order', shop.database('order')]]), `order.job.${id}`));
  } finally {
    mock.timers.reset();
  }
  const due = await shop.sql('delete from haat_order.job where id = $1 and run_at <= now() returning id', [id]);
  assert.equal(due.length, 1);
});

test('an id that names none, and a word that is none, are refused with a sentence', async () => {
  for (const words of [['show', 'order.event.1.cart'], ['replay', 'nowhere.job.1'], ['bury']]) {
    const { code, errors } = await run(...words);
    assert.equal(code, 2);
    assert.match(errors, /^(There is no dead letter|Usage:)/);
  }
});
