/** Holds what the clients were told against what there is in the end. */
import type { History, Placement } from './history.ts';
import type { Outages } from './outages.ts';
import type { Person } from './shopper.ts';

type Query = (text: string) => Promise<any[]>;

interface StandingOrder {
  id: number;
  user_id: number;
  idempotency_key: string | null;
  status: string;
}

export interface Checked {
  violations: string[];
  /** From the shopper's approval to the completed order, in ms, sorted. */
  toCompletedMs: number[];
  /** The same, in time in which every part of the shop was there. */
  wholeMs: number[];
  /** The same, from the last moment at which a part came back. */
  sinceBackMs: number[];
}

/** What a paid cart may take to become an order, once nothing fails. */
const PAID_WITHIN_MS = 60_000;

export async function checkHistory(history: History, admin: Person, outages: Outages, query: Query): Promise<Checked> {
  const orders = (
    await query(
      `select id, user_id, idempotency_key, status from haat_order.orders where status not in ('placing', 'rejected')`,
    )
  ).map((row) => ({ ...row, id: Number(row.id), user_id: Number(row.user_id) })) as StandingOrder[];
  const placed = history.placements.filter(({ outcome }) => outcome.kind === 'placed');
  const { violations: late, ...times } = await checkApprovals(history, outages, query);
  return {
    violations: [
      ...(await checkAnswered(placed, admin)),
      ...checkUnanswered(history.placements, orders),
      ...(await checkWishes(history, query)),
      ...(await checkStock(history, admin, query)),
      ...late,
    ],
    ...times,
  };
}

const facts = (order: any): string =>
  JSON.stringify({
    number: order.number,
    items: order.items.map(({ id, productId, quantity, unitPrice, lineTotal }: any) => [
      id,
      productId,
      quantity,
      unitPrice,
      lineTotal,
    ]),
    amounts: [order.itemsPrice, order.discountPrice, order.taxPrice, order.shippingPrice, order.totalPrice],
    user: order.user.id,
  });

/** Each order that was answered is there, and looks as it was answered. */
async function checkAnswered(placed: readonly Placement[], admin: Person): Promise<string[]> {
  const found: string[] = [];
  for (const { turn, outcome } of placed) {
    if (outcome.kind !== 'placed') continue;
    const { status, body } = await admin.sure({ method: 'GET', path: `/orders/${outcome.order.id}` });
    if (status !== 200) found.push(`turn ${turn}: order ${outcome.order.id} was answered and is gone (${status})`);
    else if (facts(body) !== facts(outcome.order)) {
      found.push(
        `turn ${turn}: order ${outcome.order.id} was answered as ${facts(outcome.order)} and is ${facts(body)}`,
      );
    }
  }
  return found;
}

/** Every order that stands was answered, or may be what an unanswered request became; of a refusal nothing stands. */
function checkUnanswered(placements: readonly Placement[], orders: readonly StandingOrder[]): string[] {
  const found: string[] = [];
  const answered = new Set(placements.flatMap(({ outcome }) => (outcome.kind === 'placed' ? [outcome.order.id] : [])));
  const byKey = new Map(placements.flatMap((placement) => (placement.key ? [[placement.key, placement]] : [])));
  const keysSeen = new Set<string>();
  const openByUser = new Map<number, number>();
  for (const { userId, key, outcome } of placements) {
    if (key === null && outcome.kind === 'unknown') openByUser.set(userId, (openByUser.get(userId) ?? 0) + 1);
  }
  for (const { id, user_id, idempotency_key: key } of orders) {
    if (key !== null) {
      if (keysSeen.has(`${user_id} ${key}`)) found.push(`order ${id} is the second of the key ${key}`);
      keysSeen.add(`${user_id} ${key}`);
      if (!byKey.has(key)) found.push(`order ${id} stands under the key ${key}, which nobody sent`);
      const outcome = byKey.get(key)?.outcome;
      if (outcome?.kind === 'refused')
        found.push(`order ${id} stands, but its request was refused with ${outcome.code}`);
      if (outcome?.kind === 'placed' && outcome.order.id !== id) {
        found.push(`order ${id} stands under the key that was answered with order ${outcome.order.id}`);
      }
    } else if (!answered.has(id)) {
      const open = openByUser.get(user_id) ?? 0;
      if (open === 0) found.push(`order ${id} of user ${user_id} was made by no request that is without an answer`);
      openByUser.set(user_id, open - 1);
    }
  }
  return found;
}

/** Who was sent back having paid has a completed order, or gets the money back. */
async function checkApprovals(history: History, outages: Outages, query: Query): Promise<Checked> {
  const rows = await query(`
    select p.id, p.status, p.captured_minor, p.refunded_minor, o.status as order_status, o.payment_id,
      (select min(e.created_at) from haat_order.outbox e where e.entity_id = o.id and e.type = 'order.completed') as completed_at
    from haat_payment.payment p join haat_order.orders o on o.id = p.order_id`);
  const payments = new Map(rows.map((row) => [Number(row.id), row]));
  const violations: string[] = [];
  const toCompletedMs: number[] = [];
  const wholeMs: number[] = [];
  const sinceBackMs: number[] = [];
  for (const { turn, orderId, paymentId, toBeCaptured, at } of history.approvals) {
    const payment = payments.get(paymentId);
    // The shop did not take it, so there is nothing to give back: whether that is so, the gateway's books tell.
    if (toBeCaptured && Number(payment?.captured_minor) === 0 && payment.status !== 'pending') continue;
    const gone = payment && Number(payment.refunded_minor) === Number(payment.captured_minor);
    const isSettled =
      Number(payment?.captured_minor) > 0 &&
      (gone ||
        ((payment.order_status === 'completed' || payment.order_status === 'refunded') &&
          Number(payment.payment_id) === paymentId));
    if (!isSettled) {
      violations.push(
        `turn ${turn}: payment ${paymentId} of order ${orderId} was approved and is ${JSON.stringify(payment)}`,
      );
    }
    if (!payment?.completed_at) continue;
    const undisturbed = Math.max(0, outages.wholeMs(at, payment.completed_at));
    toCompletedMs.push(Math.max(0, payment.completed_at.getTime() - at.getTime()));
    wholeMs.push(undisturbed);
    sinceBackMs.push(Math.max(0, outages.sinceBackMs(at, payment.completed_at)));
    if (undisturbed > PAID_WITHIN_MS) {
      violations.push(`turn ${turn}: order ${orderId} was paid, and completed after ${undisturbed} ms without a fault`);
    }
  }
  const sorted = (times: number[]) => times.sort((a, b) => a - b);
  return {
    violations,
    toCompletedMs: sorted(toCompletedMs),
    wholeMs: sorted(wholeMs),
    sinceBackMs: sorted(sinceBackMs),
  };
}

async function checkWishes({ wishes }: History, query: Query): Promise<string[]> {
  const rows = await query(`
    select o.id, o.status, (select coalesce(sum(returned_quantity), 0) from haat_order.order_line l where l.order_id = o.id) as returned,
      (select coalesce(sum(refunded_minor), 0) from haat_payment.payment p where p.order_id = o.id) as refunded
    from haat_order.orders o`);
  const orders = new Map(rows.map((row) => [Number(row.id), row]));
  return wishes.flatMap(({ turn, orderId, kind, amount }) => {
    const order = orders.get(orderId);
    const isTrue =
      kind === 'cancelled'
        ? order?.status === 'cancelled'
        : kind === 'returned'
          ? Number(order?.returned) === 1
          : Number(order?.refunded) >= Math.round(Number(amount) * 100);
    return isTrue ? [] : [`turn ${turn}: order ${orderId} was to be ${kind}, and is ${JSON.stringify(order)}`];
  });
}

/** What was put on the shelves is there, or in orders that stand. */
async function checkStock({ putIn }: History, admin: Person, query: Query): Promise<string[]> {
  const inOrders = new Map<number, number>();
  const lines = await query(`
    select l.product_id, sum(l.quantity - l.returned_quantity) as units
    from haat_order.order_line l join haat_order.orders o on o.id = l.order_id
    where o.status in ('pending', 'completed', 'refunded') group by l.product_id`);
  for (const { product_id, units } of lines) inOrders.set(Number(product_id), Number(units));
  const found: string[] = [];
  for (const [productId, units] of putIn) {
    const { body } = await admin.sure({ method: 'GET', path: `/products/${productId}` });
    const sold = inOrders.get(productId) ?? 0;
    if (body.quantity + sold === units) continue;
    found.push(`product ${productId}: ${units} were put in, ${body.quantity} are left and ${sold} in orders`);
  }
  return found;
}
