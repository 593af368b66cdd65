/** The typed client of a service: one function per route, over whichever transport the topology chose. */
import type { Context } from '../service/context.ts';
import type { Api, CallInput, Reply, RouteDefinition } from './route.ts';

/** Carries one call to one service. `local` and `http` are the two there are. */
export type Transport = (
  operation: string,
  route: RouteDefinition,
  input: { params?: unknown; query?: unknown; body?: unknown },
  context: Context,
) => Promise<unknown>;

/** Raw routes speak HTTP themselves and are no calls. */
type Callable<A extends Api> = { [K in keyof A as A[K] extends { raw: string } ? never : K]: A[K] };

export type Client<A extends Api> = {
  readonly [K in keyof Callable<A>]: (input: CallInput<A[K]>, context: Context) => Promise<Reply<A[K]>>;
};

export function createClient<A extends Api>(api: A, transport: Transport): Client<A> {
  const client: Record<string, unknown> = {};
  for (const [operation, route] of Object.entries(api)) {
    if (route.raw) continue;
    client[operation] = (input: object, context: Context) => transport(operation, route, input, context);
  }
  return client as Client<A>;
}
