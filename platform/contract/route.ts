/**
 * A route, declared once: from it come the HTTP route with validation, the OpenAPI document and the typed client.
 */
import type { Static, TSchema } from 'typebox';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call. Ownership of an id is not decided here but in the query that uses it.
 * - `public`: anyone; a token that is sent is still judged.
 * - `guest`: anyone, told apart by bearer token or guest cookie.
 * - `user`: any signed-in user.
 * - `permission`: a user who holds one of the named permissions.
 * - `peer`: another service of this shop, never the outside.
 */
export type Access =
  | { kind: 'public' }
  | { kind: 'guest' }
  | { kind: 'user' }
  | { kind: 'permission'; anyOf: readonly string[] }
  | { kind: 'peer' };

export const anyone: Access = { kind: 'public' };
export const guestOrUser: Access = { kind: 'guest' };
export const signedIn: Access = { kind: 'user' };
export const peersOnly: Access = { kind: 'peer' };
export const holding = (...anyOf: string[]): Access => ({ kind: 'permission', anyOf });

export interface RouteDefinition {
  method: Method;
  /** Fastify style, `/orders/:id`. The first is canonical; the rest answer the same. */
  path: string | readonly [string, ...string[]];
  access: Access;
  summary: string;
  description?: string;
  tag?: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** Status of success. Default 200, and 204 when there is no `reply`. */
  status?: number;
  reply?: TSchema;
  /** Codes beyond the platform's own that this route may answer. */
  errors?: readonly string[];
  /** Accepts an Idempotency-Key header. */
  idempotent?: boolean;
  /** Doing it twice is as doing it once, without a key: a peer that got no answer asks again. */
  repeatable?: boolean;
  /**
   * `raw` routes speak HTTP themselves (uploads, event streams, pages, gateway webhooks): the handler gets Fastify's
   * request and reply, and peers cannot call them through the client.
   */
  raw?: 'upload' | 'stream' | 'page' | 'bytes' | 'webhook';
  /** Moves money, roles or payouts: refused while the session's state cannot be known. */
  sensitive?: boolean;
  /** Requests per minute and address, where the general limit is too wide. */
  ratePerMinute?: number;
  /** Milliseconds; default 15,000. */
  timeoutMs?: number;
  /** An example body for the documentation page, which works when tried. */
  example?: unknown;
}

/** All routes of one service by operation name: `{ place: route({...}), get: route({...}) }`. */
export type Api = Readonly<Record<string, RouteDefinition>>;

type Part<R, K extends string> = R extends { [P in K]: infer S extends TSchema } ? Static<S> : undefined;

/** What a handler receives: every part validated, unknown fields removed. */
export interface Input<R extends RouteDefinition> {
  params: Part<R, 'params'>;
  query: Part<R, 'query'>;
  body: Part<R, 'body'>;
}

/** What a client must pass: only the parts that the route declares. */
export type CallInput<R extends RouteDefinition> = {
  [K in 'params' | 'query' | 'body' as R extends { [P in K]: TSchema } ? K : never]: Part<R, K>;
};

export type Reply<R extends RouteDefinition> = R extends { reply: infer S extends TSchema } ? Static<S> : undefined;

export const pathsOf = (definition: RouteDefinition): readonly string[] =>
  typeof definition.path === 'string' ? [definition.path] : definition.path;

export const statusOf = (definition: RouteDefinition): number =>
  definition.status ?? (definition.reply === undefined && definition.raw === undefined ? 204 : 200);
