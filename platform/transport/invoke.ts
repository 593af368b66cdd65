/**
 * The one road into a handler, whichever transport brought the call: who may call, is the input valid, then the
 * handler. Local calls and HTTP requests share it, so the border between services is the same in one process and six.
 */
import { inputDecoder, type RawInput } from '../contract/decode.ts';
import type { Api, RouteDefinition } from '../contract/route.ts';
import { problem } from '../errors/problem.ts';
import type { Context } from '../service/context.ts';
import { type Handlers, isReadyJson } from '../service/handlers.ts';

export interface Operation {
  name: string;
  route: RouteDefinition;
  decode: (raw: RawInput) => unknown;
  // The contract typed it where it was written; here all routes are alike.
  handle: (input: any, context: Context, http?: any) => unknown;
}

export function operationsOf<A extends Api>(api: A, handlers: Handlers<A>): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const [name, route] of Object.entries(api)) {
    const handle = handlers[name] as Operation['handle'] | undefined;
    if (!handle) throw new Error(`No handler for operation ${name}.`);
    operations.set(name, { name, route, decode: inputDecoder(route), handle });
  }
  return operations;
}

export function authorise(route: RouteDefinition, context: Context): void {
  const { access } = route;
  switch (access.kind) {
    case 'public':
    case 'guest':
      return;
    case 'peer':
      // Unknown to the outside: the route does not exist for it.
      if (context.peer === null) throw problem('route.not_found');
      return;
    case 'user':
      if (context.caller === null) throw problem('auth.required');
      return;
    case 'permission': {
      const { caller } = context;
      if (caller === null) throw problem('auth.required');
      if (!access.anyOf.some((permission) => caller.permissions.has(permission))) throw problem('auth.forbidden');
    }
  }
}

export async function invoke(operation: Operation, raw: RawInput, context: Context): Promise<unknown> {
  authorise(operation.route, context);
  const answer = await operation.handle(operation.decode(raw), context);
  // A peer gets the value; ready bytes are for sockets.
  return context.peer !== null && isReadyJson(answer) ? JSON.parse(answer.bytes.toString()) : answer;
}
