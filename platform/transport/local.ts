/** Calls within one process: no socket and no bytes, the same checks and the same errors. */
import type { Transport } from '../contract/client.ts';
import { problem } from '../errors/problem.ts';
import { invoke, type Operation } from './invoke.ts';

export interface LocalTransportOptions {
  self: string;
  target: string;
  /** Asked at each call: the peer may start after the client was made. */
  operations: () => ReadonlyMap<string, Operation> | undefined;
}

export function localTransport({ self, target, operations }: LocalTransportOptions): Transport {
  return async (name, _route, input, context) => {
    const operation = operations()?.get(name);
    if (!operation) throw problem('service.unavailable', { detail: `The ${target} service is not ready.` });
    return invoke(operation, input, { ...context, peer: self });
  };
}
