/** `npm run reconcile`: says what it compared, repairs, and ends with 1 where a person has to look; the metric says so too. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { newCategory, newProduct, openPayment, order, pay } from '../steps.ts';

let shop: TestShop;
let buyer: TestUser;
let lamp: any;

before(async () => {
  shop = await openTestShop({ environment: { RECONCILE_EVERY_HOURS: '0' }, skipInvariants: true });
  const [admin, shopper] = await Promise.all([shop.admin(), shop.signUp()]);
  buyer = shopper;
  const category = await newCategory(shop, admin);
  lamp = await newProduct(shop, admin, { category: category.id, quantity: 100 });
});
after(() => shop.close());

const place = async () => (await order(shop, buyer, { productId: lamp.id, quantity: 1 })).id;

function command(...options: string[]): Promise<{ code: number; output: string }> {
  const path = fileURLToPath(new URL('../../apps/server/src/commands/reconcile.ts', import.meta.url));
  const { common } = shop.parts[0]!.settings;
  const env = { ...process.env, DATABASE_URL: shop.databaseUrl, SECRET_KEY: common.secretKey, DATA_DIR: shop.dataDir };
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...options], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const period = ['--from', day(-1), '--to', day(2)];
const findings = async () => {
  const text = (await shop.expect(200, 'GET', '/metrics')) as string;
  return text.split('\n').filter((line) => line.startsWith('haat_payment_findings{'));
};

test('where everything agrees or is repaired it ends with 0', async () => {
  await pay(shop, buyer, await place());
  const { paymentId } = await openPayment(shop, buyer, await place());
  // Taken, and the news of it lost on the way.
  await shop.sql(
    `update haat_payment.sandbox_payment set status = 'paid', capture_id = 'sbc_silent', captured_at = now(), method = 'card'
     where reference = (select reference from haat_payment.payment where id = $1)`,
    [paymentId],
  );
  const { code, output } = await command(...period, '--gateway', 'sandbox');
  assert.equal(code, 0, output);
  assert.match(output, /sandbox: 2 compared, 1 agree, 1 repaired, 0 to look at\./);
  assert.match(output, new RegExp(`repaired  Payment ${paymentId}: pending became success`));
  await shop.settled();
  assert.equal((await shop.expect(200, 'GET', `/payments/${paymentId}`, { token: buyer.token })).status, 'reconciled');
  assert.deepEqual(await findings(), []);
});

test('where a person has to look it says what at, and ends with 1; so does the metric', async () => {
  const { paymentId } = await pay(shop, buyer, await place());
  await shop.sql(
    `delete from haat_payment.sandbox_delivery where payment_id = (select id from haat_payment.sandbox_payment
       where reference = (select reference from haat_payment.payment where id = $1))`,
    [paymentId],
  );
  await shop.sql(
    `delete from haat_payment.sandbox_payment where reference = (select reference from haat_payment.payment where id = $1)`,
    [paymentId],
  );
  const { code, output } = await command(...period);
  assert.equal(code, 1, output);
  assert.match(
    output,
    new RegExp(`look at   Payment ${paymentId}: Here \\d+ INR came, and the gateway knows no such payment`),
  );
  assert.deepEqual(await findings(), ['haat_payment_findings{gateway="sandbox",kind="missing_there"} 1']);
});

test('without days, with days that make no sense, and with an unknown gateway it says what to say', async () => {
  for (const options of [[], ['--from', day(1), '--to', day(0)], ['--from', 'yesterday', '--to', day(0)]]) {
    const { code, output } = await command(...options);
    assert.deepEqual([code, output.startsWith('Say which days: npm run reconcile')], [2, true], output);
  }
  assert.equal((await command(...period, '--gateway', 'barter')).code, 2);
});
