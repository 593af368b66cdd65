/** Captures and their refunds. */
import Type from 'typebox';
import type { Payment } from '../../core/payment.ts';
import { Refused } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { giveBack } from '../../memory/refunds.ts';
import { minorIn, type PayPalMoney } from './amounts.ts';
import { notFound, unprocessable } from './errors.ts';
import { Money } from './orders.ts';
import type { PayPal } from './paypal.ts';
import { bodyOf, once, prefersAll } from './requests.ts';
import { captureOf, orderIdOfCapture, type RefundDetails, refundOf } from './resources.ts';

async function knownCapture(paypal: PayPal, id: string): Promise<Payment> {
  const payment = await paypal.store.find('id', orderIdOfCapture(id));
  if (!payment?.attempts.some(({ status }) => status !== 'failed')) throw notFound();
  return payment;
}

export async function getCapture(paypal: PayPal, call: Call): Promise<Answer> {
  return { status: 200, body: captureOf(paypal.world, await knownCapture(paypal, call.params.id!)) };
}

const text = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }));
const newRefund = shape(
  Type.Object(
    { amount: Type.Optional(Money), custom_id: text(127), invoice_id: text(127), note_to_payer: text(255) },
    { additionalProperties: false },
  ),
);

interface RefundBody {
  amount?: PayPalMoney;
  custom_id?: string;
  invoice_id?: string;
  note_to_payer?: string;
}

export async function createRefund(paypal: PayPal, call: Call): Promise<Answer> {
  const body = bodyOf<RefundBody>(call, newRefund);
  const payment = await knownCapture(paypal, call.params.id!);
  const asked = body.amount === undefined ? null : minorIn(body.amount, '/amount');
  return once(paypal.refundKeys, call, async () => {
    const now = paypal.store.bySeq(payment.seq);
    const left = now.amountMinor - now.refundedMinor;
    if (now.status !== 'paid') throw unprocessable('REFUND_NOT_ALLOWED', 'The capture is not completed.');
    if (left === 0) {
      throw unprocessable('CAPTURE_FULLY_REFUNDED', 'The capture has already been fully refunded.');
    }
    if (body.amount && body.amount.currency_code !== now.currency) {
      throw unprocessable('CURRENCY_MISMATCH', 'The currency of the refund must be that of the capture.');
    }
    const amountMinor = asked ?? left;
    if (amountMinor > left) {
      throw unprocessable(
        'REFUND_AMOUNT_EXCEEDED',
        'The refund amount must be less than or equal to the capture amount that has not yet been refunded.',
      );
    }
    const details: RefundDetails = {
      customId: body.custom_id ?? null,
      invoiceId: body.invoice_id ?? null,
      note: body.note_to_payer ?? null,
    };
    const wish = { payment: now, key: paypal.world.random.text(24), amountMinor, details: { ...details } };
    const refund = await giveBack(paypal.world, paypal.dialect, wish).catch((error: unknown) => {
      throw error instanceof Refused ? unprocessable('REFUND_NOT_ALLOWED', error.message) : error;
    });
    const whole = refundOf(paypal.world, paypal.store.bySeq(payment.seq), refund);
    const { id, status, links } = whole;
    return { status: 201, body: prefersAll(call) ? whole : { id, status, links } };
  });
}

export function getRefund(paypal: PayPal, call: Call): Answer {
  const refund = paypal.store.refundById(call.params.id!);
  if (!refund) throw notFound();
  return { status: 200, body: refundOf(paypal.world, paypal.store.bySeq(refund.paymentSeq), refund) };
}
