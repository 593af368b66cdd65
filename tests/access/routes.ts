/** Every route of the shop as the contracts declare them, and how an attempt at one becomes a request. */
import { allServices } from '#apps/server/src/services.ts';
import type { TestResponse, TestShop } from '#apps/server/src/testing.ts';
import { pathsOf, type RouteDefinition } from '#platform/contract/route.ts';
import type { Attempt, Call } from './calls/call.ts';
import { calls } from './calls/index.ts';

export interface Declared {
  /** `order.placeOrder` */
  name: string;
  service: string;
  route: RouteDefinition;
  /** Undefined: nobody has said yet how to call it. */
  entry: Call | undefined;
}

export const declared: readonly Declared[] = allServices.flatMap(({ name: service, api }) =>
  Object.entries(api).map(([operation, route]) => ({
    name: `${service}.${operation}`,
    service,
    route,
    entry: calls[service]?.[operation],
  })),
);

export const outside = declared.filter(({ route }) => route.access.kind !== 'peer');
export const inside = declared.filter(({ route }) => route.access.kind === 'peer');

export function addressOf(
  route: RouteDefinition,
  { params = {}, query = {} }: Attempt,
  path = pathsOf(route)[0]!,
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? 1)));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

export async function send(
  shop: TestShop,
  route: RouteDefinition,
  attempt: Attempt,
  token: string | undefined,
  path?: string,
): Promise<TestResponse> {
  const address = addressOf(route, attempt, path);
  if (route.raw === 'stream') return onlyHead(shop, address, attempt, token);
  const { body, headers } = attempt;
  return shop.request(route.method, address, { token, headers, body });
}

/** A stream that was opened has no end to wait for. */
async function onlyHead(shop: TestShop, address: string, { headers }: Attempt, token?: string): Promise<TestResponse> {
  const ending = new AbortController();
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(shop.url('GET', address), {
    headers: { ...headers, ...authorization },
    signal: ending.signal,
  });
  const body = response.ok ? '' : await response.json();
  ending.abort();
  return { status: response.status, headers: response.headers, body };
}
