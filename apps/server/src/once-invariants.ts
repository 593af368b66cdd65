/** That everything took effect once, and in time: statements across services that return what breaks it. */
import type { Invariant } from './invariants.ts';

/** @param onTheWay orders of which some service has not heard everything yet */
export const onceInvariants = (onTheWay: string): readonly Invariant[] => [
  {
    name: 'I7 an order took its stock and gave it back once',
    violations: `
      select h.order_id, l.variant_id, h.state, l.quantity, l.returned, coalesce(m.sold, 0) as sold, coalesce(m.restocked, 0) as restocked
      from haat_product.hold h join haat_product.hold_line l on l.order_id = h.order_id
      left join (
        select order_id, variant_id, sum(case when kind = 'sold' then -delta else 0 end) as sold,
          sum(case when kind = 'restocked' then delta else 0 end) as restocked
        from haat_product.movement where order_id is not null group by order_id, variant_id
      ) m on m.order_id = l.order_id and m.variant_id = l.variant_id
      where coalesce(m.sold, 0) <> case when h.state = 'sold' then l.quantity else 0 end
        or coalesce(m.restocked, 0) <> l.returned`,
  },
  {
    name: 'I7 what stands in an order is what was taken from the shelf for it',
    violations: `
      select l.order_id, l.variant_id, l.units, h.quantity
      from (
        select order_id, variant_id, sum(quantity) as units from haat_order.order_line group by order_id, variant_id
      ) l
      join haat_order.orders o on o.id = l.order_id
      left join haat_product.hold_line h on h.order_id = l.order_id and h.variant_id = l.variant_id
      where o.status not in ('placing', 'rejected') and coalesce(h.quantity, 0) <> l.units`,
  },
  {
    name: 'I7 no turn in the life of an order was told twice',
    violations: `
      select entity_id, type, count(*) from haat_order.outbox
      where type in ('order.placed', 'order.rejected', 'order.completed', 'order.cancelled')
      group by entity_id, type having count(*) > 1`,
  },
  {
    name: 'I6 a use of a code is that of an order which stands',
    violations: `
      select u.order_id, u.discount_id, o.status from haat_cart.discount_use u
      left join haat_order.orders o on o.id = u.order_id
      where coalesce(o.status, '') not in ('placing', 'pending', 'completed', 'refunded') and u.order_id not in (${onTheWay})`,
  },
  {
    name: 'I8 what was paid is an order or on its way back within 60 s',
    violations: `
      select p.order_id, p.id, o.status from haat_payment.payment p join haat_order.orders o on o.id = p.order_id
      where p.captured_minor > 0 and p.refunding_minor = 0 and p.held_reason is null
        and o.status not in ('completed', 'refunded') and p.updated_at < now() - interval '60' second
      union all
      select p.order_id, p.id, s.status from haat_payment.payment p
      join haat_payment.sandbox_payment s on s.reference = p.reference
      where s.status = 'paid' and p.captured_minor = 0 and p.held_reason is null and s.captured_at < now() - interval '60' second`,
  },
];
