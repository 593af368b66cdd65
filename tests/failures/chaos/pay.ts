/** Paying at a gateway's page: opens the payment, decides, comes back or not, and opens another one where the first was declined. */
import { randomUUID } from 'node:crypto';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { isUndecided, type Reply } from './client.ts';
import { noted } from './history.ts';
import type { Turn } from './plan.ts';
import type { Cast } from './play-turn.ts';
import type { Person } from './shopper.ts';

export interface PaidAt {
  paymentId: number;
}

export async function payFor(cast: Cast, turn: Turn, shopper: Person, orderId: number): Promise<PaidAt | null> {
  let paid: PaidAt | null = null;
  for (const step of turn.pays) {
    const opened = await openAnywhere(turn, shopper, orderId);
    noted(cast.history, 'payment opened', opened);
    // Too late, or the news of the first payment is still on its way.
    if (opened.status !== 201) return paid;
    const { paymentId, url, gateway } = opened.body;
    const path = cast.outside.isItsPage(url) ? url : new URL(url).pathname;
    const action = step === 'approve-twice' ? 'approve' : step;
    const decide = () => shopper.sure({ method: 'POST', path, body: { action } });
    const [decided] = await Promise.all(step === 'approve-twice' ? [decide(), decide()] : [decide()]);
    noted(cast.history, `${step} at ${gateway}`, {
      status: decided!.status === 303 ? 200 : decided!.status,
      body: null,
    });
    if (isApproved(action, decided!)) {
      const toBeCaptured = gateway === 'paypal';
      cast.history.approvals.push({
        turn: turn.number,
        userId: shopper.id,
        orderId,
        paymentId,
        toBeCaptured,
        at: new Date(),
      });
      paid = { paymentId };
    }
    if (turn.comesBack && decided!.location) await comeBack(shopper, decided!.location);
  }
  return paid;
}

/** 303 leads back; 200 and 409 are the page that says how it ended: the answer to an earlier try may have been lost. */
const isApproved = (action: string, { status, body }: Reply): boolean =>
  action === 'approve' && (status === 303 || /was approved/.test(String(body)));

/** Another gateway, where the wanted one does not answer and the shop offers others. */
async function openAnywhere(turn: Turn, shopper: Person, orderId: number): Promise<Reply> {
  let gateway: GatewayName = turn.gateway;
  for (;;) {
    const key = turn.keyed && turn.number % 3 === 0 ? randomUUID() : null;
    const body = { orderId, gateway };
    const opened = await shopper.sure({ method: 'POST', path: '/payment/service', body, key }, isTurnedAway);
    const [other] = isTurnedAway(opened) ? (opened.body.alternatives ?? []) : [];
    if (other === undefined) return opened;
    gateway = other;
  }
}

const isTurnedAway = ({ body }: Reply): boolean =>
  (body?.code === 'payment.gateway_unavailable' || body?.code === 'payment.gateway_refused') &&
  body.alternatives?.length > 0;

/** As a browser does: the page of the shop may not answer, and whoever sees that goes away. */
async function comeBack(shopper: Person, location: string): Promise<void> {
  const { pathname, search } = new URL(location, 'http://shop');
  const seen = await shopper.ask({ method: 'GET', path: pathname + search });
  if (isUndecided(seen)) await shopper.ask({ method: 'GET', path: pathname + search });
}
