/** What a service implements: one function per route of its contract. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api, Input, Reply, RouteDefinition } from '../contract/route.ts';
import { problem } from '../errors/problem.ts';
import type { Caller, Context } from './context.ts';

const ready = Symbol('ready');

/** An answer that is ready as bytes; hot reads keep them in memory. Its ETag is compared before it is sent. */
export interface ReadyJson {
  readonly [ready]: true;
  readonly bytes: Buffer;
  readonly etag: string;
  /** `Cache-Control`; default `no-cache`: keep it, but ask each time whether it still holds. */
  readonly cacheControl?: string;
}

export const readyJson = (bytes: Buffer, etag: string, cacheControl?: string): ReadyJson => ({
  [ready]: true,
  bytes,
  etag,
  cacheControl,
});

export const isReadyJson = (value: unknown): value is ReadyJson =>
  typeof value === 'object' && value !== null && ready in value;

export type Handler<R extends RouteDefinition> = (
  input: Input<R>,
  context: Context,
) => Promise<Reply<R> | ReadyJson> | Reply<R> | ReadyJson;

export type RawHandler<R extends RouteDefinition> = (
  input: Input<R>,
  context: Context,
  http: { request: FastifyRequest; reply: FastifyReply },
) => Promise<unknown>;

export type Handlers<A extends Api> = {
  readonly [K in keyof A]: A[K] extends { raw: string } ? RawHandler<A[K]> : Handler<A[K]>;
};

/** The signed-in caller. Routes open to guests use `context.caller` itself. */
export function callerOf(context: Context): Caller {
  if (context.caller === null) throw problem('auth.required');
  return context.caller;
}

export const may = (context: Context, permission: string): boolean =>
  context.caller?.permissions.has(permission) ?? false;
