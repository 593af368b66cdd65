/** Razorpay's API: JSON, the key pair as Basic credentials. */
import { type GatewayHttp, openGatewayHttp } from '../gateway-http.ts';

export interface RazorpayKeys {
  keyId: string;
  keySecret: string;
  baseUrl: string;
}

export function openRazorpay({ keyId, keySecret, baseUrl }: RazorpayKeys): GatewayHttp {
  const authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  const http = openGatewayHttp({
    gateway: 'Razorpay',
    baseUrl,
    failure: ({ error }) => ({ code: error?.reason ?? error?.code, message: error?.description }),
  });
  return { ...http, call: (call) => http.call({ ...call, headers: { authorization, ...call.headers } }) };
}
