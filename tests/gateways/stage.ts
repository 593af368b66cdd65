/** A whole shop whose real adapters talk to the simulator, a shopper in it, and what happens to payments there. */
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { until } from '#platform/testing/until.ts';
import { rehearsalSettings } from '#services/payment/src/providers/rehearsal-settings.ts';
import type { Paid } from '#services/payment/src/simulator/desk.ts';
import { type Simulator, startSimulator } from '#services/payment/src/simulator/start.ts';
import { newCategory, newProduct, order } from '../steps.ts';

/** All five take it. */
const CURRENCY = 'USD';

export interface Opened {
  orderId: number;
  paymentId: number;
  gateway: GatewayName;
  reference: string;
  amountMinor: number;
}

export interface Stage {
  shop: TestShop;
  simulator: Simulator;
  admin: TestUser;
  buyer: TestUser;
  /** Everything that was opened, for the sums at the end. */
  opened: Opened[];
  /** A fresh order of one lamp. */
  place(): Promise<number>;
  /** Opens the payment of an order, and waits until its page is known. */
  open(gateway: GatewayName, orderId: number): Promise<Opened>;
  /** The shopper pays on the gateway's page and comes back. */
  pay(opened: Opened, options?: { late?: boolean }): Promise<Paid>;
  payment(opened: Opened): Promise<any>;
  reaches(opened: Opened, ...statuses: string[]): Promise<any>;
  orderReaches(orderId: number, ...statuses: string[]): Promise<any>;
  refund(opened: Opened, body: object): Promise<any>;
  close(): Promise<void>;
}

export async function openStage(gateways: readonly GatewayName[]): Promise<Stage> {
  const simulator = await startSimulator();
  const environment = { ...rehearsalSettings(simulator, gateways), CURRENCY, RECONCILE_EVERY_HOURS: '0' };
  // What it ends with is told by the run itself, beside the rest.
  const shop = await openTestShop({ environment, skipInvariants: true });
  for (const name of gateways) simulator.listen(name, shop.url('POST', `/payment/webhooks/${name}`));
  const [admin, buyer] = await Promise.all([shop.admin(), shop.signUp()]);
  const category = await newCategory(shop, admin);
  const lamp = await newProduct(shop, admin, { category: category.id, price: '49.90', quantity: 10_000 });
  const opened: Opened[] = [];

  const stage: Stage = {
    shop,
    simulator,
    admin,
    buyer,
    opened,
    place: async () => (await order(shop, buyer, { productId: lamp.id, quantity: 1 })).id,
    async open(gateway, orderId) {
      const body = { orderId, gateway };
      const { paymentId } = await shop.expect(201, 'POST', '/payment/service', { token: buyer.token, body });
      const known = opened.find((one) => one.paymentId === paymentId);
      if (known) return known;
      const [row] = await shop.sql('select reference, amount_minor from haat_payment.payment where id = $1', [
        paymentId,
      ]);
      const { reference, amount_minor } = row;
      const made = { orderId, paymentId, gateway, reference, amountMinor: Number(amount_minor) };
      opened.push(made);
      return made;
    },
    async pay({ reference }, options) {
      const paid = await simulator.pay(reference, 'approve', options);
      const back = paid.returnUrl ?? shop.url('GET', `/payment/return/${reference}`);
      await fetch(back, { redirect: 'manual' });
      return paid;
    },
    payment: ({ paymentId }) => shop.expect(200, 'GET', `/payments/${paymentId}`, { token: buyer.token }),
    reaches: (one, ...statuses) =>
      until(`the payment at ${one.gateway} to be ${statuses.join(' or ')}`, async () => {
        const payment = await stage.payment(one);
        return statuses.includes(payment.status) && payment;
      }),
    orderReaches: (id, ...statuses) =>
      until(`the order to be ${statuses.join(' or ')}`, async () => {
        const found = await shop.expect(200, 'GET', `/orders/${id}`, { token: buyer.token });
        return statuses.includes(found.status) && found;
      }),
    refund: ({ paymentId }, body) =>
      shop.expect(201, 'POST', `/payments/${paymentId}/refund`, { token: admin.token, body }),
    async close() {
      await simulator.close();
      await shop.close();
    },
  };
  return stage;
}
