/** The live stream: what happens is told at once, in order, once; it resumes, it is one's own, and it ends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { run } from '#platform/sql/database.ts';
import { until } from '#platform/testing/until.ts';
import { type OrderShop, orderShop, type Person } from '../testing.ts';

let shop: TestShop;
let it: OrderShop;

before(async () => {
  shop = await openTestShop();
  it = await orderShop(shop);
});
after(() => shop?.close());

interface Told {
  id: number;
  event: string;
  data: any;
}

interface Line {
  status: number;
  headers: IncomingMessage['headers'];
  told: Told[];
  text(): string;
  ended(): boolean;
  close(): void;
}

async function follow(who: Person | null, id: number, lastEventId?: number): Promise<Line> {
  const request = get(shop.url('GET', `/orders/${id}/events`), {
    agent: false,
    headers: {
      ...(who ? { authorization: `Bearer ${who.token}` } : {}),
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  let ended = false;
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  response.on('close', () => {
    ended = true;
  });
  response.on('error', () => {});
  return {
    status: response.statusCode!,
    headers: response.headers,
    get told() {
      return parse(text);
    },
    text: () => text,
    ended: () => ended,
    close: () => request.destroy(),
  };
}

function parse(text: string): Told[] {
  const blocks = text.split('\n\n').filter((block) => block.startsWith('id:'));
  return blocks.map((block) => {
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
    return { id: Number(fields.id), event: fields.event, data: JSON.parse(fields.data) };
  });
}

const states = (line: Line) => line.told.map(({ data }) => `${data.status} ${data.fulfilmentStatus}`);
const ship = (id: number) => shop.expect(200, 'PUT', `/orders/${id}/ship`, { token: it.admin.token, body: {} });

test('a follower hears how things stand and then each change at once, in order', async () => {
  const user = await it.shopperWith(await it.product());
  const { id } = await it.place(user);
  const line = await follow(user, id);
  assert.equal(line.status, 200);
  assert.match(line.headers['content-type']!, /^text\/event-stream/);
  assert.equal(line.headers['cache-control'], 'no-store');
  assert.ok(line.headers['x-content-type-options'], 'the same headers as everywhere');
  await until('the present state', () => line.told.length === 1);
  await it.pay(user, id);
  await ship(id);
  await until('three states', () => line.told.length === 3);
  assert.deepEqual(states(line), ['pending unfulfilled', 'completed unfulfilled', 'completed shipped']);
  assert.ok(line.told.every(({ event, data }) => event === 'order.status' && data.orderId === id && data.at));
  line.close();
});

test('one who comes back with Last-Event-ID hears what was missed, and nothing twice', async () => {
  const user = await it.shopperWith(await it.product());
  const { id } = await it.place(user);
  const line = await follow(user, id);
  const [first] = await until('the present state', () => line.told.length > 0 && line.told);
  line.close();
  await it.pay(user, id);
  await ship(id);
  const again = await follow(user, id, first!.id);
  await until('what was missed', () => again.told.length === 2);
  assert.deepEqual(states(again), ['completed unfulfilled', 'completed shipped']);
  const last = again.told.at(-1)!.id;
  again.close();
  // An id from the future must not silence the stream.
  for (const known of [last, last + 1_000_000]) {
    const quiet = await follow(user, id, known);
    await until('the stream to stand', () => quiet.text().includes('retry'));
    if (known !== last) {
      await shop.expect(200, 'PUT', `/orders/${id}/status`, { token: it.admin.token, body: { status: 'delivered' } });
      await until('the next state', () => quiet.told.length === 1);
    }
    assert.ok(quiet.told.every((told) => told.id > last));
    quiet.close();
  }
});

test('several streams of one user, and of staff, hear the same; a stranger finds nothing', async () => {
  const { user, order } = await it.paidOrder(await it.product());
  const lines = await Promise.all([follow(user, order.id), follow(user, order.id), follow(it.admin, order.id)]);
  await ship(order.id);
  for (const line of lines) {
    await until('the change', () => states(line).at(-1) === 'completed shipped');
    line.close();
  }
  const stranger = await follow(await shop.signUp(), order.id);
  assert.equal(stranger.status, 404);
  assert.equal((await follow(null, order.id)).status, 401);
});

test('what another process changes is told within seconds', async () => {
  const { user, order } = await it.paidOrder(await it.product());
  const line = await follow(user, order.id);
  await until('the present state', () => line.told.length === 1);
  await shop.database('order').tx(async (tx) => {
    await run(tx, `update shipment set status = 'processing' where order_id = $1`, [order.id]);
    await run(tx, `update orders set fulfilment_status = 'processing' where id = $1`, [order.id]);
    await run(
      tx,
      `insert into order_event (order_id, status, payment_status, fulfilment_status)
       values ($1, 'completed', 'success', 'processing')`,
      [order.id],
    );
  });
  await until('the change', () => states(line).at(-1) === 'completed processing', 5_000);
  line.close();
});

test('the end of the session ends its streams within seconds, and no others', async () => {
  const { user, order } = await it.paidOrder(await it.product());
  const [own, staff] = [await follow(user, order.id), await follow(it.admin, order.id)];
  await shop.expect(200, 'POST', '/logout', { token: user.token });
  await until('the stream to end', () => own.ended(), 5_000);
  assert.equal(staff.ended(), false);
  staff.close();
  assert.equal((await follow(user, order.id)).status, 401);
});

test('an open stream does not hold up the end of the server', async (t) => {
  const other = await openTestShop({ skipInvariants: true });
  t.after(() => other.close());
  const there = await orderShop(other);
  const user = await there.shopperWith(await there.product());
  const { id } = await there.place(user);
  const response = await fetch(other.url('GET', `/orders/${id}/events`), {
    headers: { authorization: `Bearer ${user.token}` },
  });
  const reading = response.text();
  const parts = other.parts.filter(({ bases }) => bases.has('order'));
  const begun = Date.now();
  await Promise.all(parts.map(({ app }) => app.close()));
  assert.ok(Date.now() - begun < 5_000);
  assert.match(await reading, /order\.status/);
});

test('a user may hold only so many streams in each process, also when all are asked for at once', async (t) => {
  const limited = await openTestShop({ skipInvariants: true, environment: { RATE_LIMIT: 'on' } });
  t.after(() => limited.close());
  const most = 10 * limited.replicas;
  const there = await orderShop(limited);
  const user = await there.shopperWith(await there.product());
  const { id } = await there.place(user);
  const open = () =>
    fetch(limited.url('GET', `/orders/${id}/events`), { headers: { authorization: `Bearer ${user.token}` } });
  const responses = await Promise.all(Array.from({ length: most + 6 }, open));
  assert.equal(responses.filter(({ status }) => status === 200).length, most);
  assert.equal(responses.filter(({ status }) => status === 429).length, 6);
  await responses.find(({ status }) => status === 200)!.body!.cancel();
  await until('a place to be free', async () => {
    const response = await open();
    responses.push(response);
    return response.status === 200;
  });
  for (const { body } of responses) await body?.cancel();
});
