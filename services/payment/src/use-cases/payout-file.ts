/** The file for the bank: the one place where a whole account number leaves the shop; who took it stands in the audit log. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { formatMoney } from '#contracts/common/money.ts';
import type { payoutsApi as api } from '#contracts/payment/payouts.ts';
import type { PayoutAccount } from '#contracts/user/payees.ts';
import type { Input } from '#platform/contract/route.ts';
import type { Columns } from '#platform/csv/csv.ts';
import { problem } from '#platform/errors/problem.ts';
import { sendCsv } from '#platform/http/send-csv.ts';
import type { Context } from '#platform/service/context.ts';
import type { PaymentService } from '../base.ts';
import { batchById, payoutsToPay } from '../store/payout-lists.ts';
import type { PayoutRow } from '../store/payouts.ts';
import { openerFor } from './payout-accounts.ts';
import { auditedBatch } from './payout-events.ts';

interface Line {
  payout: PayoutRow;
  account: PayoutAccount;
}

/** Programs of the bank's side rely on these names and their order: new ones come last. */
const columns: Columns<Line> = {
  payout: ({ payout }) => payout.id,
  reference: ({ payout }) => `PAYOUT-${payout.id}`,
  status: ({ payout }) => payout.status,
  holder: ({ account }) => account.holder,
  account_kind: ({ account }) => account.kind,
  account: ({ account }) => account.account,
  bank_code: ({ account }) => account.bankCode ?? null,
  amount: ({ payout }) => formatMoney(payout.amount_minor, payout.currency),
  currency: ({ payout }) => payout.currency,
  seller: ({ payout }) => payout.seller_id,
  shop: ({ payout }) => payout.shop_name,
};

export async function getPayoutFile(
  service: PaymentService,
  { params: { id } }: Input<typeof api.getPayoutFile>,
  context: Context,
  { reply }: { reply: FastifyReply },
) {
  const open = openerFor(service);
  // What is said to have left, left: the entry in the log is written with the look at the rows.
  const lines = await service.database.tx(async (tx) => {
    if (!(await batchById(tx, id))) throw problem('payout.not_found');
    const payouts = await payoutsToPay(tx, id);
    const opened = payouts.map((payout) => ({ payout, account: open(payout) }));
    const shut = opened.filter(({ account }) => account === null).map(({ payout }) => payout.id);
    if (shut.length > 0) throw problem('payout.account_unreadable', { extra: { payouts: shut } });
    const details = { payouts: payouts.map((payout) => payout.id) };
    await service.outbox.emit(tx, [auditedBatch('payout_file.downloaded', id, details, context)]);
    return opened as Line[];
  });
  return sendCsv(reply, { name: `payouts-${id}.csv`, columns, pages: Readable.from([lines], { objectMode: true }) });
}
