/** What is done to one account is done to no other, and what works once does not work again. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import type { Tables } from '../base.ts';
import { clearOld } from './clean-up.ts';
import {
  addOneTimeToken,
  countRecentTokens,
  eraseOneTimeTokens,
  takeOneTimeToken,
  voidOneTimeTokens,
} from './one-time-tokens.ts';
import { giveRoles, setRoles, takeRole } from './roles.ts';
import { addSeller, changeSeller, eraseSeller, readSeller, rememberBuyers } from './sellers.ts';
import { forgetDevices } from './sessions.ts';

const shop = await openTestShop();
after(() => shop.close());
const database = shop.database<Tables>('user');
const rows = database.kysely;
const [one, other] = [await shop.signUp(), await shop.signUp()];

let hashes = 0;
/** Of both accounts, a link each. */
async function links(minutes = 30): Promise<[string, string]> {
  const pair: string[] = [];
  for (const { id: accountId } of [one, other]) {
    hashes += 1;
    const hash = `hash-${hashes}`;
    const expiresAt = new Date(Date.now() + minutes * 60_000);
    await addOneTimeToken(rows, { accountId, purpose: 'password_reset', hash, email: 'a@shop.test', expiresAt });
    pair.push(hash);
  }
  return pair as [string, string];
}
const tokenOf = async (hash: string) =>
  (await shop.sql('select email, used_at from haat_user.one_time_token where token_hash = $1', [hash]))[0];
const take = (hash: string) => database.tx((tx) => takeOneTimeToken(tx, 'password_reset', hash));

test('a link is taken once and while it lives', async () => {
  const [hash] = await links();
  assert.equal((await take(hash))!.account_id, one.id);
  assert.equal(await take(hash), undefined);
  const [late] = await links(-1);
  assert.equal(await take(late), undefined);
});

test('links of one account are voided, erased and counted without those of another', async () => {
  const [used] = await links();
  await take(used);
  const { used_at } = await tokenOf(used);
  const [mine, theirs] = await links();
  const since = new Date(Date.now() - 60_000);
  const counted = await countRecentTokens(rows, one.id, 'password_reset', since);
  assert.equal(
    counted,
    (await shop.sql('select 1 from haat_user.one_time_token where account_id = $1', [one.id])).length,
  );
  await database.tx((tx) => voidOneTimeTokens(tx, one.id));
  assert.ok((await tokenOf(mine)).used_at);
  assert.equal((await tokenOf(theirs)).used_at, null);
  assert.deepEqual((await tokenOf(used)).used_at, used_at, 'when it was used stays');
  await database.tx((tx) => eraseOneTimeTokens(tx, one.id));
  assert.deepEqual([(await tokenOf(mine)).email, (await tokenOf(theirs)).email], [null, 'a@shop.test']);
});

test('roles of one account are set, given and taken without those of another', async () => {
  const rolesOf = async (id: number) =>
    (await shop.sql('select role_id from haat_user.account_role where account_id = $1 order by 1', [id])).map(
      ({ role_id }) => role_id,
    );
  const [before, ids] = [await rolesOf(other.id), await shop.sql('select id from haat_user.role order by id limit 2')];
  const [first, second] = ids.map(({ id }) => id);
  await database.tx((tx) => setRoles(tx, one.id, [first, second]));
  await database.tx((tx) => giveRoles(tx, one.id, [first]));
  assert.deepEqual([await rolesOf(one.id), await rolesOf(other.id)], [[first, second], before]);
  await database.tx((tx) => giveRoles(tx, other.id, [second]));
  await database.tx((tx) => takeRole(tx, one.id, second));
  assert.ok((await rolesOf(other.id)).includes(second));
  for (const { id } of [one, other]) await database.tx((tx) => setRoles(tx, id, before));
});

test('the shop of one seller is changed, read and erased without that of another', async () => {
  for (const { id } of [one, other])
    await database.tx((tx) => addSeller(tx, id, { shopName: `Shop ${id}` }, 'pending'));
  const names = async () => [
    (await readSeller(rows, one.id))!.shop_name,
    (await readSeller(rows, other.id))!.shop_name,
  ];
  await database.tx((tx) => changeSeller(tx, one.id, { shopName: 'New' }));
  assert.deepEqual(await names(), ['New', `Shop ${other.id}`]);
  await database.tx((tx) => eraseSeller(tx, one.id));
  assert.deepEqual(await names(), ['Closed shop', `Shop ${other.id}`]);
  const pair = [{ sellerId: one.id, buyerId: other.id }];
  await rememberBuyers(rows, pair);
  await rememberBuyers(rows, pair);
});

test('devices of one account are forgotten without those of another', async () => {
  await database.tx((tx) => forgetDevices(tx, one.id));
  const seen = await shop.sql(`select distinct account_id as id from haat_user.session where device = 'erased'`);
  assert.deepEqual(
    seen.map(({ id }) => Number(id)),
    [one.id],
  );
});

test('what is cleared away has done its work: what still lives or waits stays', async () => {
  const [hash] = await links();
  await shop.sql(
    `insert into haat_user.attempt (scope, "key", failures, window_ends_at) values ('test', 'a', 9, now())`,
  );
  await shop.sql(
    `insert into haat_user.job (kind, "key", data, status, run_at, created_at)
     values ('mail-test', 'a', '{}', 'dead', now() + interval '1 day', now() - interval '30 days')`,
  );
  await clearOld(rows);
  assert.ok(await tokenOf(hash));
  assert.equal((await shop.sql(`select 1 from haat_user.attempt where scope = 'test'`)).length, 1);
  assert.equal((await shop.sql(`delete from haat_user.job where kind = 'mail-test' returning 1`)).length, 1);
});
