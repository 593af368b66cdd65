/**
 * The invariants of the whole shop, each one SQL statement over all schemas that returns the rows which break it. Written
 * in what PostgreSQL and MySQL share: no LATERAL, FULL JOIN, FILTER or IS DISTINCT FROM, and `json_value` for JSON.
 * Run after every test that opened a shop, and by `npm run invariants`. Between a commit and the delivery of its event
 * the services may differ for a moment, so statements across services leave out orders whose events are on their way.
 * Events are forgotten in time, so statements that ask for one only look at what changed since none can have been.
 */
import { SHORTEST_HISTORY_DAYS } from '#platform/events/forget.ts';
import { ledgerInvariants } from './ledger-invariants.ts';
import { onceInvariants } from './once-invariants.ts';
import { orderInvariants } from './order-invariants.ts';
import { payoutInvariants } from './payout-invariants.ts';

export interface Invariant {
  name: string;
  /** Rows that break it; the first column says which. */
  violations: string;
}

/** Orders of which some service has not heard everything yet. */
const onTheWay = `
  select o.entity_id from haat_order.outbox o join haat_order.delivery d on d.event_id = o.id where d.status = 'ready'
  union select cast(json_value(o.data, '$.orderId') as decimal(20)) from haat_payment.outbox o
  join haat_payment.delivery d on d.event_id = o.id where d.status = 'ready' and json_value(o.data, '$.orderId') is not null
  union select order_id from haat_product.stock_task`;

/** Of what happened after this every event is still kept, whatever HISTORY_DAYS is; a day's grace for clocks that differ. */
const recently = `now() - interval '${SHORTEST_HISTORY_DAYS - 1}' day`;

export const invariants: readonly Invariant[] = [
  {
    name: 'I1 stock: what is on hand is what the movements say, and what is held is what the holds say',
    violations: `
      select s.variant_id, s.on_hand, s.held, coalesce(m.moved, 0) as moved, coalesce(h.in_holds, 0) as in_holds
      from haat_product.stock s
      left join (
        select product_id, variant_id, sum(delta) as moved from haat_product.movement
        where kind in ('initial', 'adjusted', 'set', 'sold', 'restocked') group by product_id, variant_id
      ) m on m.product_id = s.product_id and m.variant_id = s.variant_id
      left join (
        select l.variant_id, sum(l.quantity) as in_holds from haat_product.hold_line l
        join haat_product.hold o on o.order_id = l.order_id where o.state = 'held' group by l.variant_id
      ) h on h.variant_id = s.variant_id
      where s.on_hand < 0 or s.held < 0 or s.held > s.on_hand
        or s.on_hand <> coalesce(m.moved, 0) or s.held <> coalesce(h.in_holds, 0)`,
  },
  {
    name: 'I2 a captured payment has its completed order, or is given back',
    violations: `
      select p.id, p.order_id, p.status, o.status as order_status
      from haat_payment.payment p left join haat_order.orders o on o.id = p.order_id
      where p.captured_minor > 0 and p.refunded_minor < p.captured_minor and p.held_reason is null
        and p.order_id not in (${onTheWay})
        and not exists (select 1 from haat_payment.refund r where r.payment_id = p.id and r.status = 'pending')
        and (o.id is null or o.status not in ('completed', 'refunded'))`,
  },
  {
    name: 'I2 no order is paid twice',
    violations: `
      select order_id, count(*) from haat_payment.payment
      where captured_minor > 0 and refunded_minor < captured_minor and held_reason is null
        and not exists (select 1 from haat_payment.refund r where r.payment_id = payment.id and r.status = 'pending')
        and order_id not in (${onTheWay})
      group by order_id having count(*) > 1`,
  },
  {
    name: 'I2 no order is completed without its payment, save cash on delivery',
    violations: `
      select o.id, o.status from haat_order.orders o
      where o.status = 'completed' and coalesce(o.payment_method, '') <> 'cod' and o.total_minor > 0
        and not exists (select 1 from haat_payment.payment p where p.order_id = o.id and p.captured_minor > 0)`,
  },
  {
    name: 'I3 an order’s total is its lines and shipping and tax less discounts',
    violations: `
      select o.id, o.total_minor from haat_order.orders o
      left join (
        select order_id, sum(line_total_minor) as items, sum(discount_minor) as discount
        from haat_order.order_line group by order_id
      ) l on l.order_id = o.id
      where o.status not in ('placing', 'rejected')
        and (o.total_minor <> o.items_minor - o.discount_minor + o.tax_minor + o.shipping_minor
          or coalesce(l.items, 0) <> o.items_minor or coalesce(l.discount, 0) > o.discount_minor or o.total_minor < 0)`,
  },
  {
    name: 'I3 what the gateway was asked is the order’s total',
    violations: `
      select p.id, p.amount_minor, o.total_minor from haat_payment.payment p
      join haat_order.orders o on o.id = p.order_id
      where p.amount_minor <> o.total_minor or p.currency <> o.currency`,
  },
  {
    name: 'I4 no more is given back than was captured',
    violations: `
      select p.id from haat_payment.payment p
      left join (
        select payment_id, sum(amount_minor) as refunds from haat_payment.refund where status <> 'failed' group by payment_id
      ) r on r.payment_id = p.id
      where p.refunded_minor > p.captured_minor or coalesce(r.refunds, 0) > p.captured_minor`,
  },
  {
    name: 'I6 a code is used as often as counted, and never beyond its limits',
    violations: `
      select d.id, d.code, d.used from haat_cart.discount d
      left join (select discount_id, count(*) as uses from haat_cart.discount_use group by discount_id) u
        on u.discount_id = d.id
      where d.used <> coalesce(u.uses, 0) or (d.usage_limit is not null and d.used > d.usage_limit)
      union all
      select u.discount_id, concat('user ', u.user_id), u.used from haat_cart.discount_user u
      join haat_cart.discount d on d.id = u.discount_id
      where u.used <> (select count(*) from haat_cart.discount_use x where x.discount_id = u.discount_id and x.user_id = u.user_id)`,
  },
  {
    name: 'I7 every state that an order shows was told by an event',
    violations: `
      select o.id, o.status from haat_order.orders o
      where o.status <> 'placing' and o.updated_at > ${recently} and not exists (
        select 1 from haat_order.order_event h where h.order_id = o.id and h.status = o.status and h.at <= ${recently})
      and not exists (
        select 1 from haat_order.outbox e where e.entity_id = o.id and case o.status
          when 'pending' then e.type = 'order.placed'
          when 'refunded' then e.type = 'order.status_changed' and json_value(e.data, '$.status') = 'refunded'
          else e.type = concat('order.', o.status) end)`,
  },
  {
    name: 'I7 a paid payment was told by an event, once',
    violations: `
      select p.id from haat_payment.payment p
      where p.status in ('success', 'reconciled') and p.refunding_minor = 0
      and coalesce(p.paid_at, p.created_at) > ${recently} and (
        select count(*) from haat_payment.outbox e where e.entity_id = p.id and e.type = 'payment.succeeded') <> 1`,
  },
  {
    name: 'I8 no hold without a living order, no hold of a finished one',
    violations: `
      select h.order_id, h.state, o.status from haat_product.hold h
      left join haat_order.orders o on o.id = h.order_id
      where h.order_id not in (${onTheWay}) and coalesce(o.status, '') <> 'placing' and (
        o.id is null and h.state <> 'released'
        or h.state = 'held' and o.status in ('rejected', 'cancelled', 'refunded', 'completed')
        or h.state = 'released' and o.status in ('pending', 'completed'))`,
  },
  {
    name: 'I8 no cart stays claimed by an order that ended',
    violations: `
      select c.id, c.claimed_by, o.status from haat_cart.cart c
      left join haat_order.orders o on o.id = c.claimed_by
      where c.claimed_by is not null and coalesce(o.status, '') <> 'placing' and c.claimed_by not in (${onTheWay})`,
  },
  {
    name: 'Payments: an open place holds a pending attempt of its own order, and each pending attempt has it or is held',
    violations: `
      select pb.order_id from haat_payment.payable pb join haat_payment.payment p on p.id = pb.open_payment_id
      where p.status <> 'pending' or p.order_id <> pb.order_id
      union all
      select p.order_id from haat_payment.payment p join haat_payment.payable pb on pb.order_id = p.order_id
      where p.status = 'pending' and p.held_reason is null and coalesce(pb.open_payment_id, 0) <> p.id`,
  },
  {
    name: 'I6 no one uses a code more often than each may',
    violations: `
      select u.discount_id, u.user_id, u.used from haat_cart.discount_user u
      join haat_cart.discount d on d.id = u.discount_id where u.used > d.per_user_limit`,
  },
  {
    name: 'I8 a claimed cart and its claim know each other',
    violations: `
      select c.id, c.claimed_by from haat_cart.cart c where c.claimed_by is not null and not exists (
        select 1 from haat_cart.claim k where k.status = 'claimed' and k.cart_id = c.id and k.order_id = c.claimed_by)
      union all
      select k.cart_id, k.order_id from haat_cart.claim k where k.status = 'claimed' and not exists (
        select 1 from haat_cart.cart c where c.id = k.cart_id and c.claimed_by = k.order_id)`,
  },
  {
    name: 'Catalogue: paths follow parents, every product has a variant and the lowest price of its variants',
    violations: `
      select 'category', c.id from haat_product.category c left join haat_product.category p on p.id = c.parent_id
      where c.path <> concat(coalesce(p.path, '/'), c.id, '/')
      union all
      select 'product', p.id from haat_product.product p left join haat_product.variant v on v.product_id = p.id
      group by p.id, p.price_minor having coalesce(min(v.price_minor), -1) <> p.price_minor`,
  },
  {
    name: 'Refunds: what payments count is what the refunds say',
    violations: `
      select p.id from haat_payment.payment p
      left join (
        select payment_id, sum(case when status <> 'failed' then amount_minor else 0 end) as asked,
          sum(case when status = 'success' then amount_minor else 0 end) as given
        from haat_payment.refund group by payment_id
      ) r on r.payment_id = p.id
      where p.refunding_minor <> coalesce(r.asked, 0) or p.refunded_minor <> coalesce(r.given, 0)`,
  },
  {
    name: 'Sellers: the role and an approved profile go together',
    violations: `
      select s.account_id from haat_user.seller s where s.status = 'approved' and not exists (
        select 1 from haat_user.account_role r where r.account_id = s.account_id and r.role_id = 2)
      union all
      select r.account_id from haat_user.account_role r where r.role_id = 2 and not exists (
        select 1 from haat_user.seller s where s.account_id = r.account_id and s.status = 'approved')`,
  },
  {
    name: 'Sessions: none lives of an account that is not active',
    violations: `
      select s.id, a.status from haat_user.session s join haat_user.account a on a.id = s.account_id
      where s.ended_at is null and a.status <> 'active'`,
  },
  ...onceInvariants(onTheWay),
  ...orderInvariants,
  ...ledgerInvariants(onTheWay),
  ...payoutInvariants,
];

/** Enough to see what is wrong: where all is, nobody wants to hold it all. */
const MOST_ROWS = 20;

export interface BrokenInvariant {
  name: string;
  /** What breaks it, or the first of it. */
  rows: readonly unknown[];
  /** How many there are: `3`, `more than 20`. */
  count: string;
}

export async function findBroken(query: (text: string) => Promise<unknown[]>): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const { name, violations } of invariants) {
    const found = await query(`${violations} limit ${MOST_ROWS + 1}`);
    const count = found.length > MOST_ROWS ? `more than ${MOST_ROWS}` : String(found.length);
    if (found.length > 0) broken.push({ name, rows: found.slice(0, MOST_ROWS), count });
  }
  return broken;
}

/** The same as lines to read. */
export async function brokenInvariants(query: (text: string) => Promise<unknown[]>): Promise<string[]> {
  const broken = await findBroken(query);
  return broken.map(({ name, rows, count }) => `${name}: ${count} rows, e.g. ${JSON.stringify(rows[0])}`);
}
