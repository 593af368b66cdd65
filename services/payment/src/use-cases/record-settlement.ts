/** What a gateway brought to the bank and what it kept, booked once for each reference by whoever reads the bank's statement. */
import { formatMoney, isCurrency, moneyFrom } from '#contracts/common/money.ts';
import type { ledgerApi as api, Settlement } from '#contracts/payment/ledger.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService } from '../base.ts';
import { gatewayAccount, settlementPosting } from '../domain/accounts.ts';
import { timeOf } from '../domain/list-place.ts';
import { post } from '../store/ledger.ts';
import { audited } from './audited.ts';

export async function recordSettlement(
  service: PaymentService,
  { body }: Input<typeof api.recordSettlement>,
  context: Context,
): Promise<Settlement> {
  const currency = body.currency ?? service.common.currency;
  if (!isCurrency(currency)) throw invalid('currency', 'is not an ISO 4217 currency');
  const amountMinor = moneyFrom(body.amount, currency, 'amount');
  const feeMinor = moneyFrom(body.fee ?? '0', currency, 'fee');
  if (amountMinor + feeMinor === 0) throw invalid('amount', 'must be above zero where there is no fee');
  const at = body.at === undefined ? new Date() : timeOf(body.at, 'at', 0);
  if (at > new Date()) throw invalid('at', 'must not lie in the future');
  const { reference } = body;
  const account = body.account === 'cash' ? 'cash' : gatewayAccount(body.account);
  const settlement: Settlement = {
    account,
    amount: formatMoney(amountMinor, currency),
    fee: formatMoney(feeMinor, currency),
    currency,
    at: at.toISOString(),
    reference,
  };
  return idempotently(service.database, context, 'payment.recordSettlement', body, async (tx) => {
    const posted = await post(tx, [settlementPosting({ account, amountMinor, feeMinor, currency, at, reference })]);
    if (posted.size === 0) throw problem('settlement.exists');
    const about = { entity: 'user', entityId: callerOf(context).userId, version: 1 };
    const event = audited({ action: 'settlement.recorded', ...about, details: { ...settlement } }, context);
    await service.outbox.emit(tx, [event]);
    return settlement;
  });
}
