/** Where a shop of one's own takes over after paying; null when our own page is to show the status. */
import type { PaymentService } from '../base.ts';
import type { Returned } from './return-from-gateway.ts';

export function whereTo({ config, common }: PaymentService, { payment, payable }: Returned): string | null {
  const pattern = config.PAYMENT_RETURN_URL;
  if (!pattern) return null;
  const path = pattern
    .replaceAll('{orderId}', String(payment.order_id))
    .replaceAll('{number}', encodeURIComponent(payable.order_number))
    .replaceAll('{status}', payment.status);
  return path.startsWith('/') ? common.publicUrl + path : path;
}
