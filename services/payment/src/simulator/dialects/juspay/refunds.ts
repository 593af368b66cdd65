/** `POST /orders/{id}/refunds`: form-encoded, once for each `unique_request_id`, pending at first. */
import Type from 'typebox';
import { Refused } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { giveBack } from '../../memory/refunds.ts';
import { minorOf } from '../amounts.ts';
import { ofFinding, refusal } from './errors.ts';
import type { Juspay } from './juspay.ts';
import { knownOrder } from './juspay.ts';
import { DECIMALS, orderOf } from './orders.ts';

const newRefund = shape(
  Type.Object(
    {
      unique_request_id: Type.String({ minLength: 1, maxLength: 20 }),
      amount: Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,2})?$' }),
    },
    { additionalProperties: false },
  ),
);

/** Juspay never answers a refund as done. */
const SETTLES_MS = 200;

export async function createRefund(juspay: Juspay, call: Call): Promise<Answer> {
  if (!(call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    throw refusal('INVALID_INPUT', 'The body must be application/x-www-form-urlencoded.');
  }
  const body = Object.fromEntries(new URLSearchParams(call.body.toString('utf8')));
  const fault = newRefund.fault(body);
  if (fault) throw ofFinding(fault);
  const payment = await knownOrder(juspay, call.params.id!);
  const key = body.unique_request_id!;
  if (juspay.store.refunds().some((refund) => refund.key === key)) {
    throw refusal('DUPLICATE_REQUEST', `A refund with unique_request_id ${key} exists already.`);
  }
  const amountMinor = minorOf(body.amount!, DECIMALS);
  if (amountMinor === null || amountMinor === 0) throw refusal('INVALID_INPUT', 'amount is not valid');
  if (payment.status !== 'paid') throw refusal('INVALID_ACTION', 'Only an order that is CHARGED can be refunded.');
  await giveBack(juspay.world, juspay.dialect, { payment, key, amountMinor }, SETTLES_MS).catch((error: unknown) => {
    throw error instanceof Refused ? refusal('INVALID_INPUT', 'The amount exceeds what is left of the order.') : error;
  });
  const now = juspay.store.bySeq(payment.seq);
  return { status: 200, body: orderOf(juspay.world, now, await juspay.store.refundsOf([now])) };
}
