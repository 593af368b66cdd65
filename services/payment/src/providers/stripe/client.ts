/**
 * Stripe's own SDK, loaded when the first call needs it: a shop without Stripe pays nothing for it. It is told where to
 * call, which version of the API it speaks, and not to repeat calls by itself.
 */
import type { Stripe } from 'stripe';
import { openAgent } from '#platform/net/agent.ts';
import { failureOf, GatewayOutage } from '../gateway-error.ts';

/** The version that this code was written for, whatever the account or a newer SDK prefers. */
const API_VERSION = '2026-10-28.endive';
const CALL_MS = 8_000;
const CONNECTIONS = 32;

export interface StripeClient {
  /** Throws a refusal or an outage. */
  call<T>(work: (stripe: Stripe) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openStripe({ secretKey, baseUrl }: { secretKey: string; baseUrl: string }): StripeClient {
  const agent = openAgent({ connections: CONNECTIONS, connect: { timeout: 3_000 } });
  const { hostname, port, protocol, pathname } = new URL(baseUrl);
  let loading: Promise<Stripe> | undefined;

  async function load(): Promise<Stripe> {
    const { default: Sdk } = await import('stripe');
    return new Sdk(secretKey, {
      apiVersion: API_VERSION,
      host: hostname,
      port: port || (protocol === 'http:' ? 80 : 443),
      protocol: protocol === 'http:' ? 'http' : 'https',
      maxNetworkRetries: 0,
      timeout: CALL_MS,
      telemetry: false,
      httpClient: Sdk.createFetchHttpClient(((url: string, init: object) =>
        agent.fetch(underPath(url, pathname), { ...init, redirect: 'error' })) as never),
    });
  }

  return {
    async call(work) {
      loading ??= load();
      try {
        return await work(await loading);
      } catch (error) {
        throw failed(error);
      }
    },
    close: () => agent.close(),
  };
}

/** The SDK knows a host and no path before `/v1`. */
function underPath(url: string, path: string): string {
  if (path === '/') return url;
  const to = new URL(url);
  to.pathname = path.replace(/\/+$/, '') + to.pathname;
  return to.href;
}

function failed(error: unknown): Error {
  const { statusCode: status, code, type, message } = error as Partial<Stripe.errors.StripeError>;
  if (status === undefined || status < 400) {
    return new GatewayOutage({ gateway: 'Stripe', status: 0, code: '', message: String(message ?? error) }, error);
  }
  return failureOf({ gateway: 'Stripe', status, code: code ?? type ?? '', message: message ?? '' });
}
