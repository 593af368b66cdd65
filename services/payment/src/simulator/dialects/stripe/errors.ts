/** Stripe's refusals: `{error: {type, code?, message, param?}}`. */

import { type Answer, Refusal } from '../../http/dialect.ts';
import type { Finding } from '../../http/shape.ts';

interface StripeError {
  type?: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  code?: string;
  param?: string;
}

export function stripeError(status: number, message: string, error: StripeError = {}): Answer {
  return { status, body: { error: { type: 'invalid_request_error', ...error, message } } };
}

export const refusal = (status: number, message: string, error: StripeError = {}): Refusal =>
  new Refusal(stripeError(status, message, error));

export const missing = (kind: string, id: string, param: string): Refusal =>
  refusal(404, `No such ${kind}: '${id}'`, { code: 'resource_missing', param });

/** `a[b][c]`, as it stood in the form. */
const paramOf = ([first = '', ...rest]: readonly string[]): string => first + rest.map((part) => `[${part}]`).join('');

export function ofFinding({ kind, path }: Finding): Refusal {
  const param = paramOf(path);
  switch (kind) {
    case 'unknown':
      return refusal(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
    case 'missing':
      return refusal(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
    case 'wrong':
      return refusal(400, `Invalid value for param: ${param}`, { param });
  }
}
