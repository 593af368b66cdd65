/** PayPal's API: an access token for the app's credentials, kept until it runs out, and JSON under it. */
import { GatewayOutage } from '../gateway-error.ts';
import { type GatewayCall, type GatewayHttp, openGatewayHttp } from '../gateway-http.ts';

export interface PaypalKeys {
  clientId: string;
  clientSecret: string;
  baseUrl: string;
}

/** A token is not used in its last minute: it must live until the call has arrived. */
const SPARE_MS = 60_000;

export function openPaypal({ clientId, clientSecret, baseUrl }: PaypalKeys): GatewayHttp {
  const http = openGatewayHttp({
    gateway: 'PayPal',
    baseUrl,
    failure: (body) => ({
      code: body.details?.[0]?.issue ?? body.name ?? body.error,
      message: body.details?.[0]?.description ?? body.message ?? body.error_description,
    }),
  });
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  let token: Promise<{ value: string; until: number }> | undefined;

  async function fetchToken() {
    const form = { grant_type: 'client_credentials' };
    const answer = await http.call({ method: 'POST', path: '/v1/oauth2/token', form, headers: { authorization } });
    const { access_token: value, expires_in: lives } = answer as { access_token?: unknown; expires_in?: unknown };
    if (typeof value !== 'string' || typeof lives !== 'number') {
      throw new GatewayOutage({ gateway: 'PayPal', status: 200, code: '', message: 'The answer holds no token.' });
    }
    return { value, until: Date.now() + lives * 1_000 - SPARE_MS };
  }

  /** Many calls at once wait for one token. */
  async function tokenNow(): Promise<string> {
    const asked = token;
    const known = await asked?.catch(() => undefined);
    if (known && known.until > Date.now()) return known.value;
    // Whoever comes here first asks; the others wait for the same answer.
    if (token === asked) token = fetchToken();
    return (await token!).value;
  }

  const under = async (call: GatewayCall) =>
    http.call({ ...call, headers: { authorization: `Bearer ${await tokenNow()}`, ...call.headers } });

  return {
    ...http,
    async call(call) {
      try {
        return await under(call);
      } catch (error) {
        // Withdrawn before its time: a fresh one, once.
        if (!(error instanceof GatewayOutage) || error.status !== 401) throw error;
        token = undefined;
        return under(call);
      }
    },
  };
}
