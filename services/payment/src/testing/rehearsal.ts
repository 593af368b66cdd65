/** For tests: a till whose real adapters talk to the simulator, so that nothing but addresses and keys differs from real. */
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { until } from '#platform/testing/until.ts';
import { rehearsalSettings } from '../providers/rehearsal-settings.ts';
import { signatureOf } from '../providers/timed-signature.ts';
import { type Simulator, startSimulator } from '../simulator/start.ts';
import { openTill, type Till } from '../testing.ts';
import type { OrderToPay } from '../use-cases/order-to-pay.ts';

export interface Opened {
  orderId: number;
  paymentId: number;
  /** Our name for it, by which the simulator finds it too. */
  reference: string;
  url: string;
}

export interface Rehearsal {
  till: Till;
  simulator: Simulator;
  /** A payment opened at a gateway, of a fresh order unless one is named. */
  open(gateway: GatewayName, order?: Partial<OrderToPay>): Promise<Opened>;
  /** The shopper pays and comes back. */
  payAndReturn(opened: Opened): Promise<void>;
  /** How it stands here. */
  read(opened: Pick<Opened, 'paymentId'>): Promise<any>;
  /** Waits until it is in one of the states. */
  reaches(opened: Pick<Opened, 'paymentId'>, ...statuses: string[]): Promise<any>;
  refund(opened: Pick<Opened, 'paymentId'>, body?: object, headers?: Record<string, string>): Promise<any>;
  /** Types of the events about an order, without audit records. */
  told(opened: Pick<Opened, 'orderId'>): Promise<string[]>;
  /** The signature that Stripe would put on a body now. */
  signed(body: string): string;
  close(): Promise<void>;
}

/** `USD` is a currency that all of them take. */
export async function openRehearsal(
  gateways: readonly GatewayName[],
  { deaf = false, environment = {} }: { deaf?: boolean; environment?: Record<string, string> } = {},
): Promise<Rehearsal> {
  const simulator = await startSimulator();
  const till = await openTill({
    environment: { ...rehearsalSettings(simulator, gateways), ...environment },
    currency: 'USD',
  });
  const { url } = till;
  for (const name of gateways) {
    simulator.listen(name, deaf ? 'http://127.0.0.1:1' : `${url}/payment/webhooks/${name}`);
  }

  const rehearsal: Rehearsal = {
    till,
    simulator,
    async open(gateway, change = {}) {
      const orderId = change.orderId ?? till.order({ currency: 'USD', amountMinor: 4_990, ...change }).orderId;
      const { status, body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId, gateway } });
      if (status !== 201) throw new Error(`Opening at ${gateway} answered ${status}: ${JSON.stringify(body)}`);
      const { reference } = await rehearsal.read(body);
      return { orderId, paymentId: body.paymentId, reference, url: body.url };
    },
    async payAndReturn({ reference }) {
      const { returnUrl } = await simulator.pay(reference);
      if (returnUrl !== null) await till.request('GET', returnUrl);
    },
    read: async ({ paymentId }) => (await till.request('GET', `/payments/${paymentId}`, { as: 7 })).body,
    reaches: (opened, ...statuses) =>
      until(`the payment to be ${statuses.join(' or ')}`, async () => {
        const payment = await rehearsal.read(opened);
        return statuses.includes(payment.status) && payment;
      }),
    refund: ({ paymentId }, body = {}, headers = {}) =>
      till.request('POST', `/payments/${paymentId}/refund`, { as: 1, admin: true, body, headers }),
    told: async ({ orderId }) =>
      (await till.events())
        .filter(({ type, data }) => type !== 'audit.recorded' && data.orderId === orderId)
        .map(({ type }) => type),
    signed: (body) =>
      signatureOf(simulator.secrets.stripe.webhookSecret, Math.floor(Date.now() / 1_000), Buffer.from(body)),
    async close() {
      await simulator.close();
      await till.close();
    },
  };
  return rehearsal;
}
