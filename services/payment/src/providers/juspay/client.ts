/** Juspay's API: JSON for sessions, forms for orders; the API key as Basic credentials without a password. */
import { type GatewayHttp, openGatewayHttp } from '../gateway-http.ts';

export interface JuspayKeys {
  apiKey: string;
  merchantId: string;
  baseUrl: string;
}

/** The version of the answers that this code was written for. */
const VERSION = '2023-06-30';

export interface Juspay extends Omit<GatewayHttp, 'call'> {
  /** `orderId` routes the call to where that order is kept. */
  call(orderId: string, call: Parameters<GatewayHttp['call']>[0]): Promise<any>;
}

export function openJuspay({ apiKey, merchantId, baseUrl }: JuspayKeys): Juspay {
  const http = openGatewayHttp({
    gateway: 'Juspay',
    baseUrl,
    failure: (body) => ({ code: body.error_code ?? body.status, message: body.error_message ?? body.user_message }),
  });
  const headers = {
    authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
    'x-merchantid': merchantId,
    version: VERSION,
  };
  return {
    ...http,
    call: (orderId, call) => http.call({ ...call, headers: { ...headers, 'x-routing-id': orderId, ...call.headers } }),
  };
}
