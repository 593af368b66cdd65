/** What must hold of the order service's rows at any moment: statements that return what breaks it. */
import type { Invariant } from './invariants.ts';

/** How far a parcel or an order is, from 1. */
const stepOf = (status: string): string =>
  `case ${status} when 'unfulfilled' then 1 when 'processing' then 2 when 'shipped' then 3 when 'out_for_delivery' then 4
    when 'delivered' then 5 when 'returned' then 6 else 0 end`;

const stands = `o.status not in ('placing', 'rejected')`;

export const orderInvariants: readonly Invariant[] = [
  {
    name: 'the last entry of an order’s history is its state',
    violations: `
      select o.id, o.status, o.payment_status, o.fulfilment_status, e.status as told
      from haat_order.orders o
      left join (select order_id, max(id) as id from haat_order.order_event group by order_id) last_one
        on last_one.order_id = o.id
      left join haat_order.order_event e on e.id = last_one.id
      where ${stands} and (e.id is null or e.status <> o.status or e.payment_status <> o.payment_status
        or e.fulfilment_status <> o.fulfilment_status)`,
  },
  {
    name: 'I7 orders moved only along their state table',
    violations: `
      select order_id, former, status from (
        select order_id, status, lag(status) over (partition by order_id order by id) as former
        from haat_order.order_event
      ) e
      where (former is null and status <> 'pending') or (former <> status and (former, status) not in
        (('pending', 'completed'), ('pending', 'cancelled'), ('completed', 'cancelled'), ('completed', 'refunded')))`,
  },
  {
    name: 'an order is as far as its slowest parcel, and in work as soon as one is',
    violations: `
      with parcel as (
        select order_id, ${stepOf('status')} as step from haat_order.shipment
      ), slowest as (
        select order_id, greatest(min(step), case when max(step) > 1 then 2 else 1 end) as step from parcel group by order_id
      )
      select o.id, o.fulfilment_status, slowest.step
      from haat_order.orders o left join slowest on slowest.order_id = o.id
      where ${stands} and coalesce(slowest.step, 0) <> ${stepOf('o.fulfilment_status')}`,
  },
  {
    name: 'each seller of an order has one parcel in it, and each parcel holds lines',
    violations: `
      select l.order_id, l.seller_id from haat_order.order_line l where not exists (
        select 1 from haat_order.shipment s where s.order_id = l.order_id and s.seller_id = l.seller_id)
      union
      select s.order_id, s.seller_id from haat_order.shipment s where not exists (
        select 1 from haat_order.order_line l where l.order_id = s.order_id and l.seller_id = s.seller_id)
      union
      select order_id, seller_id from haat_order.shipment group by order_id, seller_id having count(*) > 1`,
  },
  {
    name: 'what is marked as returned is what the returns say',
    violations: `
      select l.id, l.returned_quantity, coalesce(sum(r.quantity), 0) as in_returns
      from haat_order.order_line l left join haat_order.order_return_line r on r.line_id = l.id
      group by l.id, l.returned_quantity having l.returned_quantity <> coalesce(sum(r.quantity), 0)`,
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
      where o.status = 'placing' and o.created_at < now() - interval '60' second`,
  },
  {
    name: 'nothing was sent of an order that was cancelled, and no cancelled order waits for a payment',
    violations: `
      select o.id, s.status from haat_order.orders o join haat_order.shipment s on s.order_id = o.id
      where o.status = 'cancelled' and (s.status not in ('unfulfilled', 'processing') or o.expires_at is not null)`,
  },
];
