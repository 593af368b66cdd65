/** What must hold of payouts and the ledger beneath them: statements that return what breaks it. */
import type { Invariant } from './invariants.ts';

/** What an entry gives its seller. */
const SIGNED = "case when e.credit like 'seller:%' then e.amount_minor else -e.amount_minor end";

const booked = (cause: string): string => `
  select p.cause, sum(e.amount_minor) as amount from haat_payment.ledger_posting p
  join haat_payment.ledger_entry e on e.posting_id = p.id
  where p.kind = 'payout' and p.cause like '${cause}:%' group by p.cause`;

export const payoutInvariants: readonly Invariant[] = [
  {
    name: 'I5 a payout is the sum of its entries, which are its seller’s, each in at most one payout',
    violations: `
      select o.id, o.amount_minor, coalesce(s.amount, 0) as entries from haat_payment.payout o
      left join (
        select i.payout_id, sum(${SIGNED}) as amount from haat_payment.payout_entry i
        join haat_payment.ledger_entry e on e.id = i.entry_id group by i.payout_id
      ) s on s.payout_id = o.id
      where o.amount_minor <> coalesce(s.amount, 0)
      union all
      select o.id, e.id, e.seller_id from haat_payment.payout_entry i
      join haat_payment.ledger_entry e on e.id = i.entry_id join haat_payment.payout o on o.id = i.payout_id
      where e.seller_id is null or e.seller_id <> o.seller_id or e.currency <> o.currency or e.what = 'payout'
        or e.available_at is null
      union all
      select min(payout_id), entry_id, count(*) from haat_payment.payout_entry group by entry_id having count(*) > 1`,
  },
  {
    name: 'I5 each payout was taken from its seller once, and what is paid or came back is booked so',
    violations: `
      select o.id, o.amount_minor, coalesce(m.amount, 0) as booked, 'made' as what from haat_payment.payout o
      left join (${booked('payout')}) m on m.cause = concat('payout:', o.id)
      where o.amount_minor <> coalesce(m.amount, 0)
      union all
      select o.id, o.amount_minor, coalesce(m.amount, 0), o.status from haat_payment.payout o
      left join (${booked('payout-paid')}) m on m.cause = concat('payout-paid:', o.id)
      where coalesce(m.amount, 0) <> case when o.status = 'paid' then o.amount_minor else 0 end
      union all
      select o.id, o.amount_minor, coalesce(m.amount, 0), o.status from haat_payment.payout o
      left join (${booked('payout-returned')}) m on m.cause = concat('payout-returned:', o.id)
      where coalesce(m.amount, 0) <> case when o.status in ('bounced', 'cancelled') then o.amount_minor else 0 end`,
  },
  {
    name: 'I5 what is on its way to sellers is what payouts say that are neither paid nor back',
    violations: `
      select b.currency, sum(b.amount) as difference from (
        select currency, case when credit = 'payouts' then amount_minor else -amount_minor end as amount
        from haat_payment.ledger_entry where credit = 'payouts' or debit = 'payouts'
        union all
        select currency, -amount_minor from haat_payment.payout where status in ('created', 'sent')
      ) b group by b.currency having sum(b.amount) <> 0`,
  },
];
