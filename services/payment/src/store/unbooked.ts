/** What moved before the books were kept: payments and refunds without a posting or without their paper. */
import { run } from '#platform/sql/database.ts';
import type { Tx } from '../base.ts';
import type { PaymentRow } from './payments.ts';
import type { RefundRow } from './refunds.ts';

/** `on_paper`: its document is there already. */
export type Unbooked<Row> = Row & { on_paper: number };

const unbooked = (table: string, cause: string, moved: string): string => `
select m.*, case when d.id is null then 0 else 1 end as on_paper from ${table} m
left join ledger_posting p on p.cause = concat('${cause}:', m.id)
left join document d on d.cause = concat('${cause}:', m.id)
where m.id > $1 and ${moved} and (p.id is null or d.id is null) order by m.id limit $2`;

const PAYMENTS = unbooked('payment', 'payment', 'm.captured_minor > 0');
const REFUNDS = unbooked('refund', 'refund', "m.status = 'success'");

export const unbookedPayments = (tx: Tx, after: number, limit: number): Promise<Unbooked<PaymentRow>[]> =>
  run<Unbooked<PaymentRow>>(tx, PAYMENTS, [after, limit]);

export const unbookedRefunds = (tx: Tx, after: number, limit: number): Promise<Unbooked<RefundRow>[]> =>
  run<Unbooked<RefundRow>>(tx, REFUNDS, [after, limit]);
