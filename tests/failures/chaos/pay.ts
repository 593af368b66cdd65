/** Paying at the sandbox's page: opens the payment, decides, and opens another one where the first was declined. */
import { randomUUID } from 'node:crypto';
import type { Turn } from './plan.ts';
import type { Cast } from './play-turn.ts';
import type { Person } from './shopper.ts';

export async function payFor(
  cast: Cast,
  turn: Turn,
  shopper: Person,
  orderId: number,
): Promise<{ paymentId: number } | null> {
  let paid: { paymentId: number } | null = null;
  for (const step of turn.pays) {
    const opened = await shopper.sure({
      method: 'POST',
      path: '/payment/service',
      body: { orderId },
      key: turn.keyed && turn.number % 3 === 0 ? randomUUID() : null,
    });
    // Too late, or the news of the first payment is still on its way.
    if (opened.status !== 201) return paid;
    const { paymentId, url } = opened.body;
    const path = new URL(url).pathname;
    const action = step === 'approve-twice' ? 'approve' : step;
    const decide = () => shopper.sure({ method: 'POST', path, body: { action } });
    const [decided] = await Promise.all(step === 'approve-twice' ? [decide(), decide()] : [decide()]);
    if (action !== 'approve') continue;
    // 200 is the page that says how it ended: the answer to an earlier try may have been lost.
    const isPaid = decided!.status === 303 || /was approved/.test(String(decided!.body));
    if (!isPaid) continue;
    cast.history.approvals.push({ turn: turn.number, userId: shopper.id, orderId, paymentId, at: new Date() });
    paid = { paymentId };
  }
  return paid;
}
