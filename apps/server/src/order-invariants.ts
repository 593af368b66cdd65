/** What must hold of the order service's rows at any moment: statements that return what breaks it. */
import type { Invariant } from './invariants.ts';

const stands = `o.status not in ('placing', 'rejected')`;

export const orderInvariants: readonly Invariant[] = [
  {
    name: 'the last entry of an order’s history is its state',
    violations: `
      select o.id, o.status, o.payment_status, o.fulfilment_status, e.status as told
      from haat_order.orders o
      left join lateral (
        select * from haat_order.order_event e where e.order_id = o.id order by e.id desc limit 1
      ) e on true
      where ${stands} and (e.status, e.payment_status, e.fulfilment_status)
        is distinct from (o.status, o.payment_status, o.fulfilment_status)`,
  },
  {
    name: 'I7 orders moved only along their state table',
    violations: `
      select order_id, before, status from (
        select order_id, status, lag(status) over (partition by order_id order by id) as before
        from haat_order.order_event
      ) e
      where (before is null and status <> 'pending') or (before <> status and (before, status) not in
        (('pending', 'completed'), ('pending', 'cancelled'), ('completed', 'cancelled'), ('completed', 'refunded')))`,
  },
  {
    name: 'an order is as far as its slowest parcel, and in work as soon as one is',
    violations: `
      with parcel as (
        select order_id, array_position(
          array['unfulfilled', 'processing', 'shipped', 'out_for_delivery', 'delivered', 'returned'], status::text) as rank
        from haat_order.shipment
      ), slowest as (
        select order_id, greatest(min(rank), case when max(rank) > 1 then 2 else 1 end) as rank from parcel group by order_id
      )
      select o.id, o.fulfilment_status, slowest.rank
      from haat_order.orders o left join slowest on slowest.order_id = o.id
      where ${stands} and slowest.rank is distinct from array_position(
        array['unfulfilled', 'processing', 'shipped', 'out_for_delivery', 'delivered', 'returned'], o.fulfilment_status::text)`,
  },
  {
    name: 'each seller of an order has one parcel in it, and each parcel holds lines',
    violations: `
      select coalesce(l.order_id, s.order_id), coalesce(l.seller_id, s.seller_id)
      from (select distinct order_id, seller_id from haat_order.order_line) l
      full join haat_order.shipment s using (order_id, seller_id)
      where l.order_id is null or s.order_id is null`,
  },
  {
    name: 'what is marked as returned is what the returns say',
    violations: `
      select l.id, l.returned_quantity, coalesce(sum(r.quantity), 0) as in_returns
      from haat_order.order_line l left join haat_order.order_return_line r on r.line_id = l.id
      group by l.id having l.returned_quantity <> coalesce(sum(r.quantity), 0)`,
  },
  {
    name: 'I4 returns give back no more than was paid, and each what its lines say',
    violations: `
      select o.id, o.total_minor from haat_order.orders o
      where o.total_minor < (select coalesce(sum(refund_minor), 0) from haat_order.order_return r where r.order_id = o.id)
      union all
      select r.order_id, r.refund_minor from haat_order.order_return r
      where r.refund_minor <> (select coalesce(sum(amount_minor), 0) from haat_order.order_return_line l where l.return_id = r.id)`,
  },
  {
    name: 'I8 no order stays in placement',
    violations: `
      select o.id, o.instance_id from haat_order.orders o
      where o.status = 'placing' and o.created_at < now() - interval '60 seconds'`,
  },
  {
    name: 'nothing was sent of an order that was cancelled, and no cancelled order waits for a payment',
    violations: `
      select o.id, s.status from haat_order.orders o join haat_order.shipment s on s.order_id = o.id
      where o.status = 'cancelled' and (s.status not in ('unfulfilled', 'processing') or o.expires_at is not null)`,
  },
];
