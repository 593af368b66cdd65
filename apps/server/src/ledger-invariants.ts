/** What must hold of the ledger at any moment: statements that return what breaks it. */
import type { Invariant } from './invariants.ts';

/** What an account has, credits less debits, by the columns named. */
const balance = (by: string, account: string, where: string): string => `
  select ${by}, sum(case when e.credit ${account} then e.amount_minor else -e.amount_minor end) as balance
  from haat_payment.ledger_entry e join haat_payment.ledger_posting p on p.id = e.posting_id
  where (e.credit ${account} or e.debit ${account}) and ${where} group by ${by}`;

/** @param onTheWay orders of which some service has not heard everything yet */
export const ledgerInvariants = (onTheWay: string): readonly Invariant[] => [
  {
    name: 'I5 every posting sums to zero in its currency',
    violations: `
      select posting_id, currency, sum(amount) as amount from (
        select posting_id, currency, amount_minor as amount from haat_payment.ledger_entry where debit is not null
        union all
        select posting_id, currency, -amount_minor from haat_payment.ledger_entry where credit is not null
      ) side group by posting_id, currency having sum(amount) <> 0
      union all
      select p.id, p.currency, 0 from haat_payment.ledger_posting p
      left join haat_payment.ledger_entry e on e.posting_id = p.id
      where e.id is null or e.currency <> p.currency`,
  },
  {
    name: 'I5 what a gateway holds of a payment is what was captured less what was given back',
    violations: `
      select p.id, p.captured_minor - p.refunded_minor as held, coalesce(l.balance, 0) as booked
      from haat_payment.payment p
      left join (${balance('p.payment_id', "like 'gateway:%'", "p.kind in ('payment', 'refund')")}) l on l.payment_id = p.id
      where p.captured_minor - p.refunded_minor <> -coalesce(l.balance, 0)`,
  },
  {
    name: 'I5 each completed order was credited once, with all that was paid for it',
    violations: `
      select o.id, o.total_minor, s.total_minor as booked from haat_order.orders o
      left join haat_payment.sale s on s.order_id = o.id
      where o.status in ('completed', 'refunded') and o.id not in (${onTheWay})
        and (s.order_id is null or s.total_minor <> o.total_minor)
      union all
      select s.order_id, s.total_minor, coalesce(p.paid, 0) from haat_payment.sale s
      left join (select order_id, sum(paid_minor) as paid from haat_payment.sale_part group by order_id) p
        on p.order_id = s.order_id
      where s.total_minor <> coalesce(p.paid, 0)
      union all
      select s.order_id, s.total_minor, coalesce(l.balance, 0) from haat_payment.sale s
      left join (${balance('p.order_id', "= 'buyers'", "p.kind = 'sale'")}) l on l.order_id = s.order_id
      where s.total_minor <> -coalesce(l.balance, 0)`,
  },
  {
    name: 'I5 each seller has what his lines brought, less commission',
    violations: `
      select part.order_id, part.seller_id, part.due, coalesce(l.balance, 0) as booked
      from (
        select order_id, seller_id, sum(paid_minor + house_discount_minor - commission_minor) as due
        from haat_payment.sale_part where kind = 'line' and seller_id <> 1 group by order_id, seller_id
      ) part
      left join (${balance('p.order_id, e.seller_id', "like 'seller:%'", "p.kind = 'sale'")}) l
        on l.order_id = part.order_id and l.seller_id = part.seller_id
      where part.due <> coalesce(l.balance, 0)`,
  },
  {
    name: 'I4 of each seller’s part no more is given back than was sold, and the ledger says how much',
    violations: `
      select order_id, seller_id, balance from (
        ${balance('p.order_id, e.seller_id', "like 'seller:%'", "p.kind in ('sale', 'reversal')")}
      ) l where balance < 0
      union all
      select part.order_id, null, part.back - coalesce(l.balance, 0)
      from (
        select order_id, sum(case when paid_minor > 0 then reversed else 0 end) as back
        from haat_payment.sale_part group by order_id
      ) part
      left join (${balance('p.order_id', "= 'buyers'", "p.kind = 'reversal'")}) l on l.order_id = part.order_id
      where part.back <> coalesce(l.balance, 0)`,
  },
  {
    name: 'I2 of no order more is earned and given back than buyers paid',
    violations: `
      select order_id, balance from (${balance('p.order_id', "= 'buyers'", 'p.order_id is not null')}) l
      where balance < 0 and order_id not in (${onTheWay})`,
  },
  {
    name: 'invoices of an order sum to what was paid for it, credit notes to what of it was given back',
    violations: `
      select s.order_id, s.total_minor, coalesce(d.total, 0) as on_paper from haat_payment.sale s
      left join (
        select order_id, sum(total_minor) as total from haat_payment.document where kind = 'invoice' group by order_id
      ) d on d.order_id = s.order_id
      where s.total_minor <> coalesce(d.total, 0)
      union all
      select part.order_id, part.back, coalesce(d.total, 0)
      from (
        select order_id, sum(case when paid_minor > 0 then reversed else 0 end) as back
        from haat_payment.sale_part group by order_id
      ) part
      left join (
        select order_id, sum(total_minor) as total from haat_payment.document where kind = 'credit_note' group by order_id
      ) d on d.order_id = part.order_id
      where part.back <> coalesce(d.total, 0)`,
  },
  {
    name: 'numbers of invoices and credit notes follow each other without a gap',
    violations: `
      select s.issuer_id, s.kind, s.drawn, coalesce(d.issued, 0) as issued
      from (
        select issuer_id, kind, sum(next - 1) as drawn from haat_payment.document_series group by issuer_id, kind
      ) s
      left join (
        select issuer_id, kind, count(distinct number) as issued from haat_payment.document group by issuer_id, kind
      ) d on d.issuer_id = s.issuer_id and d.kind = s.kind
      where s.drawn <> coalesce(d.issued, 0)`,
  },
  {
    name: 'each captured payment has one receipt, and each finished refund one note, over its amount',
    violations: `
      select p.id, p.captured_minor, d.total_minor from haat_payment.payment p
      left join haat_payment.document d on d.cause = concat('payment:', p.id)
      where p.captured_minor > 0 and (d.id is null or d.total_minor <> p.captured_minor)
      union all
      select r.id, r.amount_minor, d.total_minor from haat_payment.refund r
      left join haat_payment.document d on d.cause = concat('refund:', r.id)
      where r.status = 'success' and (d.id is null or d.total_minor <> r.amount_minor)`,
  },
];
