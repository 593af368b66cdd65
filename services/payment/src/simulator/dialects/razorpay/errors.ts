/** Razorpay's refusals: `{error: {code, description, source, step, reason, metadata}}`. */

import { type Answer, Refusal } from '../../http/dialect.ts';
import type { Finding } from '../../http/shape.ts';

interface Details {
  code?: 'BAD_REQUEST_ERROR' | 'GATEWAY_ERROR' | 'SERVER_ERROR';
  field?: string;
  reason?: string;
}

export function razorpayError(status: number, description: string, details: Details = {}): Answer {
  const { code = 'BAD_REQUEST_ERROR', field, reason = 'input_validation_failed' } = details;
  const error = { code, description, source: 'business', step: 'payment_initiation', reason, metadata: {} };
  return { status, body: { error: field === undefined ? error : { ...error, field } } };
}

export const refusal = (description: string, details: Details = {}, status = 400): Refusal =>
  new Refusal(razorpayError(status, description, details));

export const unknownId = (): Refusal => refusal('The id provided does not exist');

export function ofFinding({ kind, path }: Finding): Refusal {
  const field = path.join('.');
  switch (kind) {
    case 'unknown':
      return refusal(`${field} is/are not required and should not be sent`, { field });
    case 'missing':
      return refusal(`The ${field} field is required.`, { field });
    case 'wrong':
      return refusal(`The ${field} field is invalid.`, { field });
  }
}
