/**
 * Orders of the demo's customers, made on the road that everybody takes: cart, placement, payment at the sandbox,
 * shipping. So the history is real, and a shop whose road is broken does not start quietly.
 */
import type { Logger } from '#platform/log/log.ts';
import { demoAccounts } from '../../demo/accounts.ts';
import type { Haat, ShopClients } from '../compose.ts';
import { actingAs, house, type Person } from './acting.ts';
import type { DemoPeople } from './people.ts';

/** How far each order of a customer has come, in turn. */
const stages = ['delivered', 'shipped', 'completed', 'pending'] as const;
const LINES_AN_ORDER = 2;
const SETTLE_TRIES = 100;
const SETTLE_PAUSE_MS = 100;

export async function seedOrders(haat: Haat, people: DemoPeople, log: Logger): Promise<void> {
  const { clients } = haat;
  const customers = demoAccounts.filter((account) => account.role === 'customer' && account.addresses?.[0]);
  const { items: products } = await clients.product.listProducts(
    { query: { limit: 60, sort: 'popular', inStock: true } },
    actingAs(house, log),
  );
  const simple = products.filter((product) => product.variants.length === 1 && product.quantity > 5);
  for (const [index, account] of customers.entries()) {
    const person = people.byEmail.get(account.email)!;
    const { items } = await clients.order.listOrders({ query: { limit: 1, as: 'buyer' } }, actingAs(person, log));
    if (items.length > 0) continue;
    for (const [turn, stage] of stages.slice(0, 1 + (index % stages.length)).entries()) {
      const first = (index * 7 + turn * 3) % Math.max(simple.length - LINES_AN_ORDER, 1);
      const chosen = simple
        .slice(first, first + LINES_AN_ORDER)
        .map(({ id }) => ({ productId: id, quantity: 1 + (turn % 2) }));
      await makeOrder(haat, person, account.addresses![0]!, chosen, stage, log);
    }
  }
}

async function makeOrder(
  { clients }: Haat,
  person: Person,
  shippingAddress: NonNullable<(typeof demoAccounts)[number]['addresses']>[number],
  items: Array<{ productId: number; quantity: number }>,
  stage: (typeof stages)[number],
  log: Logger,
): Promise<void> {
  const self = actingAs(person, log);
  await clients.cart.addToCart({ body: { items } }, self);
  const order = await clients.order.placeOrder({ body: { shippingAddress, paymentMethod: 'upi' } }, self);
  if (stage === 'pending') return;
  const { url } = await clients.payment.initiatePayment(
    { body: { orderId: order.id, gateway: 'sandbox', method: 'upi' } },
    self,
  );
  await approve(url);
  await untilPaid(clients, order.id, person, log);
  if (stage === 'completed') return;
  const asHouse = actingAs(house, log);
  await clients.order.shipOrder(
    { params: { id: order.id }, body: { carrier: 'India Post', trackingNumber: `EX${order.id}00IN` } },
    asHouse,
  );
  if (stage !== 'delivered') return;
  for (const status of ['out_for_delivery', 'delivered'] as const) {
    await clients.order.setOrderStatus({ params: { id: order.id }, body: { status } }, asHouse);
  }
}

async function approve(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'approve' }),
  });
  if (response.status !== 303) throw new Error(`The sandbox answered ${response.status} to a demo payment.`);
}

async function untilPaid({ order }: ShopClients, id: number, person: Person, log: Logger): Promise<void> {
  for (let tries = 0; tries < SETTLE_TRIES; tries += 1) {
    const { status } = await order.getOrder({ params: { id } }, actingAs(person, log));
    if (status === 'completed') return;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
  }
  throw new Error(`The payment of demo order ${id} never arrived.`);
}
