/** Juspay's refusals: `{status, error_code, error_message}`. */
import { type Answer, Refusal } from '../../http/dialect.ts';
import type { Finding } from '../../http/shape.ts';

export const juspayError = (httpStatus: number, code: string, message: string, more: object = {}): Answer => ({
  status: httpStatus,
  body: { status: code, error_code: code, error_message: message, ...more },
});

export const refusal = (code: string, message: string, httpStatus = 400): Refusal =>
  new Refusal(juspayError(httpStatus, code, message));

export const notFound = (orderId: string): Refusal =>
  new Refusal(
    juspayError(404, 'RESOURCE_NOT_FOUND', `Order with id = "${orderId}" does not exist.`, {
      status: 'NOT_FOUND',
      status_id: 40,
      order_id: orderId,
    }),
  );

export function ofFinding({ kind, path }: Finding): Refusal {
  const field = path.join('.');
  const text = { unknown: 'is not known', missing: 'is mandatory', wrong: 'is not valid' }[kind];
  return refusal('INVALID_INPUT', `${field} ${text}`);
}
